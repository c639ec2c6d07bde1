import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";

const compiled = new Map<string, ValidateFunction>();

/** Fails with the validator's words when the text is not a document of `media/schemas/NAME.schema.json`. */
export function assertSchema(name: string, text: string): unknown {
  let validate = compiled.get(name);
  if (validate === undefined) {
    const schema = JSON.parse(readFileSync(`media/schemas/${name}.schema.json`, "utf8")) as object;
    validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true, allowUnionTypes: true }).compile(schema);
    compiled.set(name, validate);
  }
  const value: unknown = JSON.parse(text);
  assert.ok(validate(value), `${name}: ${JSON.stringify(validate.errors?.slice(0, 3))}\n${text.slice(0, 400)}`);
  return value;
}
