import { unzipSync } from 'fflate';
import type { OpenArtifact } from '../artifact/read-artifact';
import { ConfigurationError } from '../errors';
import { checkHandler } from './check-handler';
import { nearPaths } from './near-paths';
import { type PackedCode, packedOf, packFiles } from './pack';
import type { WantedFunction } from './wanted';

/**
 * Bytes of a zip that is sent with the call, and of all its files when Lambda unpacks it: 50 and 250 MB.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MAX_ZIP_BYTES = 50 * 1024 * 1024;
const MAX_UNZIPPED_BYTES = 250 * 1024 * 1024;

/**
 * Takes a function's code out of the build's artifact: a folder, which is packed, or a zip, which is taken as it is.
 * @param name of the function in the config
 * @throws ConfigurationError where it is not there, is empty or too large, or has no file for the handler
 */
export function codeOf(artifact: OpenArtifact, name: string, settings: WantedFunction): PackedCode {
  const path = normalized(settings.code);
  const code = sourceOf(artifact, path);
  if (!code)
    throw new ConfigurationError(
      `functions.${name}.code must be a folder or a .zip file in artifact ${artifact.name}, got: ${settings.code}, which is not there; ${nearPaths(path, artifact.sizes.keys())}`,
    );
  const fail = (rule: string, value: string | number): never => {
    throw new ConfigurationError(`functions.${name}.code: ${settings.code} must ${rule}, got: ${value}`);
  };
  if (code.sizes.size === 0) fail('have files', 'none');
  const unzipped = [...code.sizes.values()].reduce((sum, size) => sum + size, 0);
  if (unzipped > MAX_UNZIPPED_BYTES)
    fail(`have at most ${MAX_UNZIPPED_BYTES} bytes (250 MB) unzipped, layers included`, unzipped);
  checkHandler(name, settings, new Set(code.sizes.keys()));
  const packed = code.pack();
  if (packed.zip.length > MAX_ZIP_BYTES)
    fail(`have at most ${MAX_ZIP_BYTES} bytes (50 MB) as a zip`, packed.zip.length);
  return packed;
}

/** Files by their path in the function, and the zip that they make. */
interface CodeSource {
  readonly sizes: ReadonlyMap<string, number>;
  pack(): PackedCode;
}

function sourceOf(artifact: OpenArtifact, path: string): CodeSource | undefined {
  if (path.endsWith('.zip') && artifact.sizes.has(path)) return zipOf(artifact, path);
  const folder = path === '' ? '' : `${path}/`;
  const inFolder = [...artifact.sizes].filter(([file]) => file.startsWith(folder));
  if (inFolder.length === 0) return undefined;
  const isFile = (file: string) => file.startsWith(folder) && !file.endsWith('/');
  return {
    sizes: new Map(
      inFolder.filter(([file]) => isFile(file)).map(([file, size]) => [file.slice(folder.length), size]),
    ),
    pack: () => {
      const files = Object.entries(artifact.unpack(isFile));
      return packFiles(Object.fromEntries(files.map(([file, bytes]) => [file.slice(folder.length), bytes])));
    },
  };
}

function zipOf(artifact: OpenArtifact, path: string): CodeSource {
  const zip = artifact.unpack((file) => file === path)[path] ?? new Uint8Array();
  const sizes = new Map<string, number>();
  try {
    unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        if (!name.endsWith('/')) sizes.set(name, originalSize);
        return false;
      },
    });
  } catch (cause) {
    throw new ConfigurationError(`${path} in artifact ${artifact.name} must be a zip archive`, { cause });
  }
  return { sizes, pack: () => packedOf(zip) };
}

/** `./dist/api/` is `dist/api`, and `.` the whole artifact. */
const normalized = (path: string): string =>
  path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
