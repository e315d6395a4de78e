import { spawnSync } from 'node:child_process';
import { parsePackerArguments } from './arguments';
import { PackerFailure, unsupportedByPacker } from './failure';
import { forgetRealPacker, isAtLeast, type RealPacker, realPacker } from './real';
import { runRealPacker } from './run-real';
import { type PackerSettings, readSettings } from './settings';
import { validateInStead } from './stand-in-template';

const STAND_IN_VERSION = 'Packer v0.0.0 (stand-in of the local CodeBuild)';

/**
 * `packer` in a build: the real one where this machine has it, a stand-in where it does not. Each call is a process, of
 * which only `build` needs the SDK: it is loaded there alone.
 */
async function main(args: readonly string[]): Promise<number> {
  const settings = readSettings(process.env);
  const real = realPacker(settings);
  const [command = 'version'] = args;
  switch (command) {
    case 'version':
    case '--version':
      process.stdout.write(`${real ? `Packer v${real.version}` : STAND_IN_VERSION}\n`);
      return 0;
    case 'init':
      return init(settings, real, args);
    case 'validate':
      if (real) return runRealPacker(settings, real, args);
      validateInStead(parsePackerArguments(args));
      return 0;
    case 'build': {
      if (real) return runRealPacker(settings, real, args);
      const { buildInStead } = await import('./stand-in.js');
      await buildInStead(parsePackerArguments(args));
      return 0;
    }
    default:
      throw unsupportedByPacker(`packer ${command}`, 'it knows version, init, validate and build');
  }
}

/** Without its plugins, which are downloaded, a real packer is of no use. */
function init(settings: PackerSettings, real: RealPacker | undefined, args: readonly string[]): number {
  const say = (text: string) => void process.stdout.write(`packer (local CodeBuild): ${text}\n`);
  if (!real) say('no plugins are needed for the stand-in');
  else if (!isAtLeast(real, 1, 7)) say(`packer ${real.version} has its plugins built in`);
  else if (spawnSync(real.program, args, { stdio: 'inherit' }).status !== 0) {
    say('the plugins cannot be installed, so that a stand-in takes the place of packer');
    forgetRealPacker(settings);
  }
  return 0;
}

main(process.argv.slice(2)).then(
  (status) => void (process.exitCode = status),
  (error: unknown) => {
    const text = error instanceof PackerFailure ? error.message : ((error as Error).stack ?? String(error));
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  },
);
