import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Script } from 'node:vm';

/** Compiles files. */
export interface CompiledCode {
  /**
   * @param file absolute path
   * @param make gets the text of the file, and what an earlier process has compiled of it
   */
  readonly compile: (file: string, make: (source: string, compiled?: Buffer) => Script) => Script;
}

/**
 * Keeps compiled code between processes; the functions that a process has used are compiled in what it leaves. Nothing is
 * kept where the folder cannot be written.
 * @param folder holds what one Node has compiled of one build, and nothing of others
 * @param build differs wherever any of the files differs: V8 itself compares no more than their length
 */
export function compiledCode(folder: string | undefined, build: string): CompiledCode {
  if (folder === undefined) return { compile: (file, make) => make(readFileSync(file, 'utf8')) };
  const own = join(folder, [build, process.version, process.arch].join('-'));
  const missing = new Map<string, Script>();
  process.once('exit', () => keep(folder, own, missing));
  return {
    compile: (file, make) => {
      const kept = `${basename(file)}.bin`;
      const compiled = read(join(own, kept));
      const script = make(readFileSync(file, 'utf8'), compiled);
      if (!compiled || script.cachedDataRejected === true) missing.set(kept, script); // rejected: of other options of V8
      return script;
    },
  };
}

/** V8 checks how long compiled code is, not what it is: what was damaged would end the process. */
function read(file: string): Buffer | undefined {
  try {
    const content = readFileSync(file);
    const code = content.subarray(HASH_BYTES);
    return hashOf(code).equals(content.subarray(0, HASH_BYTES)) ? code : undefined;
  } catch {
    return undefined;
  }
}

function keep(folder: string, own: string, scripts: ReadonlyMap<string, Script>): void {
  for (const [name, script] of scripts) {
    const file = join(own, name);
    const unfinished = `${file}.${process.pid}`;
    try {
      if (!existsSync(own)) {
        rmSync(folder, { recursive: true, force: true }); // of another build or another Node
        mkdirSync(own, { recursive: true });
      }
      const code = script.createCachedData();
      writeFileSync(unfinished, Buffer.concat([hashOf(code), code]));
      renameSync(unfinished, file);
    } catch {
      rmSync(unfinished, { force: true });
      return;
    }
  }
}

const HASH_BYTES = 32;

const hashOf = (code: Uint8Array): Buffer => createHash('sha256').update(code).digest();
