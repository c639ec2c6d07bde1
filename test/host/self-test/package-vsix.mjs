import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";

/**
 * Packages an extension as a VSIX: a ZIP file, here without compression, with two files of description. Enough for a test,
 * without the packager and what it asks of a project.
 *
 * @param {string} extension The extension's folder, without folders in it.
 * @param {string} vsix The file to write.
 */
export function packageVsix(extension, vsix) {
  const { publisher, name, version, displayName, engines } = JSON.parse(readFileSync(join(extension, "package.json"), "utf8"));
  const manifest = `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${name}" Version="${version}" Publisher="${publisher}"/>
    <DisplayName>${displayName}</DisplayName>
    <Properties><Property Id="Microsoft.VisualStudio.Code.Engine" Value="${engines.vscode}"/></Properties>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
  <Dependencies/>
  <Assets><Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/></Assets>
</PackageManifest>
`;
  const types = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension=".json" ContentType="application/json"/><Default Extension=".vsixmanifest" ContentType="text/xml"/></Types>
`;
  const contents = readdirSync(extension).map((file) => ({ path: `extension/${file}`, data: readFileSync(join(extension, file)) }));
  writeFileSync(
    vsix,
    storedZip([{ path: "extension.vsixmanifest", data: Buffer.from(manifest) }, { path: "[Content_Types].xml", data: Buffer.from(types) }, ...contents]),
  );
}

/**
 * Joins files into a ZIP archive of method "stored" (APPNOTE.TXT of PKWARE, sections 4.3.7, 4.3.12 and 4.3.16).
 *
 * @param {readonly { path: string, data: Buffer }[]} files
 */
function storedZip(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const { path, data } of files) {
    const name = Buffer.from(path);
    const common = Buffer.alloc(26); // the fields that both headers share
    common.writeUInt16LE(20, 0); // version needed
    common.writeUInt16LE(0x0021, 8); // date: the first of January 1980
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, name, data]);
    parts.push(local);
    const rest = Buffer.alloc(14); // comment, disk and attributes are zero
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), common, rest, name]));
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, entries, end]);
}
