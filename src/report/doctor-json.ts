import type { DoctorDocument } from "./doctor-document";
import { jsonText } from "./json-text";

/** `countersign/doctor/1`. */
export function doctorJson(document: DoctorDocument): string {
  const { healthy, repository, key, ledger, launcher, assistants, journal, transcripts, findings } = document;
  return jsonText({ schema: "countersign/doctor/1", healthy, repository, key, ledger, launcher, assistants, journal, ...(transcripts === undefined ? {} : { transcripts }), findings });
}
