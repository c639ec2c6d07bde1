import { Option } from "commander";
import { verifyLedgerJson } from "../../report/verify-ledger-json";
import { verifyLedgerText } from "../../report/verify-ledger-text";
import type { RegisterCommand } from "../command-context";
import { plainFormatOption, revision, type PlainFormat } from "../options";

/** contract.md's exit codes: a missing batch can't be evaluated; damage fails. */
const EXIT_CODE = { intact: 0, damaged: 1, incomplete: 3 } as const;

/** `countersign verify-ledger`: whether what the ledger holds is whole, signed, and by whom. */
export const registerVerifyLedger: RegisterCommand = (program, context) => {
  program
    .command("verify-ledger")
    .description("integrity, signatures, keys and chains of the whole ledger")
    .addOption(new Option("--base <rev>", "signers and revocations as this branch has them"))
    .addOption(plainFormatOption())
    .action(async (options: { readonly base?: string; readonly format: PlainFormat }) => {
      const base = options.base === undefined ? undefined : revision(options.base);
      const audit = await context.withSession((session) => session.verifyLedger(base));
      context.print(options.format === "json" ? verifyLedgerJson(audit) : verifyLedgerText(audit, { palette: context.palette, width: context.width }));
      context.exitCode = EXIT_CODE[audit.verdict];
    });
};
