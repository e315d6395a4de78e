import { strToU8, unzipSync, zipSync } from 'fflate';
import { packedOf, packFiles } from '../../../handlers/publish-versions/pack';

const FILES = { 'index.mjs': strToU8('export const handler = 1;'), bootstrap: strToU8('#!/bin/sh') };

/** What a build's artifact has of the files, when it was made. */
const unpacked = (mtime: string, names: readonly (keyof typeof FILES)[]) =>
  unzipSync(zipSync(Object.fromEntries(names.map((name) => [name, FILES[name]])), { mtime }));

test('packs the same files into the same bytes, whenever and in which order they were built', () => {
  const one = packFiles(unpacked('2026-01-01T00:00:00', ['index.mjs', 'bootstrap']));
  const other = packFiles(unpacked('2026-07-28T12:34:56', ['bootstrap', 'index.mjs']));
  expect(Buffer.from(one.zip).equals(Buffer.from(other.zip))).toBe(true);
  expect(one.sha256).toBe(other.sha256);
  expect(unzipSync(one.zip)).toEqual(FILES);
});

test('does so in every time zone', () => {
  const { TZ } = process.env;
  const hashes = ['UTC', 'Asia/Tokyo', 'America/Los_Angeles'].map((zone) => {
    process.env.TZ = zone;
    return packFiles(FILES).sha256;
  });
  if (TZ === undefined) delete process.env.TZ;
  else process.env.TZ = TZ;
  expect(new Set(hashes).size).toBe(1);
});

test('packs files that can be run, as bootstrap of a custom runtime is', () => {
  const { zip } = packFiles({ bootstrap: FILES.bootstrap });
  const bytes = Buffer.from(zip);
  const directory = bytes.readUInt32LE(bytes.length - 6);
  expect(bytes.readUInt8(directory + 5)).toBe(3);
  expect(bytes.readUInt32LE(directory + 38) >>> 16).toBe(0o755);
});

test('other files make another hash', () => {
  expect(packFiles({ ...FILES, more: strToU8('') }).sha256).not.toBe(packFiles(FILES).sha256);
});

test('names code by the SHA-256 of its zip in base64, as Lambda does', () => {
  expect(packedOf(strToU8('')).sha256).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');
});
