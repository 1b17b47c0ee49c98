/** Puts a compressed copy beside each text file of the build, so that Caddy never compresses while someone waits. */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from "node:zlib";

/** What is smaller fits one packet in any case. */
const SMALLEST = 1000;

const encodings = {
  br: (text) => brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  gz: (text) => gzipSync(text, { level: 9 }),
  zst: (text) => zstdCompressSync(text, { params: { [constants.ZSTD_c_compressionLevel]: 19 } }),
};

const files = readdirSync("dist", { recursive: true }).map((name) => `dist/${name}`);

for (const file of files.filter((name) => /\.(html|css|js|svg)$/.test(name) && statSync(name).size > SMALLEST)) {
  const text = readFileSync(file);
  for (const [extension, compress] of Object.entries(encodings)) {
    writeFileSync(`${file}.${extension}`, compress(text));
  }
}
