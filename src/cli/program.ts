import { Command, CommanderError } from "commander";
import { CountersignError, exitCodeOf } from "../core/model";
import { errorJson } from "../report/error-json";
import { errorText } from "../report/error-text";
import { CommandContext, type RegisterCommand } from "./command-context";
import { registerBaseline } from "./commands/baseline";
import { registerCheck } from "./commands/check";
import { registerExport, registerImport } from "./commands/exchange";
import { registerConnect, registerDisconnect } from "./commands/connect";
import { registerDoctor } from "./commands/doctor";
import { registerHook } from "./commands/hook";
import { registerInit } from "./commands/init";
import { registerLog } from "./commands/log";
import { registerMcp } from "./commands/mcp";
import { registerNext } from "./commands/next";
import { registerOrigins } from "./commands/origins";
import { registerReport } from "./commands/report";
import { registerStatus } from "./commands/status";
import { registerSync } from "./commands/sync";
import { registerTrailers } from "./commands/trailers";
import { registerVerifyLedger } from "./commands/verify-ledger";
import { registerReject, registerSign, registerWithdraw } from "./commands/verdicts";
import { registerView } from "./commands/view";
import { registerWhy } from "./commands/why";
import type { Host } from "./host";
import type { OpenSession } from "./session";

const COMMANDS: readonly RegisterCommand[] = [
  registerCheck,
  registerStatus,
  registerWhy,
  registerSign,
  registerReject,
  registerWithdraw,
  registerView,
  registerNext,
  registerLog,
  registerOrigins,
  registerReport,
  registerSync,
  registerVerifyLedger,
  registerExport,
  registerImport,
  registerInit,
  registerBaseline,
  registerConnect,
  registerDisconnect,
  registerDoctor,
  registerMcp,
