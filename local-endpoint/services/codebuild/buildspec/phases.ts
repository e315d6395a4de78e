import { PhaseFailure } from '../run/failure';
import { type Buildspec, PHASE_NAMES, type BuildspecPhase, type BuildspecPhaseName } from './model';
import {
  buildspecError,
  entriesOf,
  refuseUnknownKeys,
  stringListOf,
  stringMapOf,
  stringOf,
  unsupportedValue,
  type YamlValue,
} from './yaml-value';

const KEYS = ['run-as', 'on-failure', 'commands', 'finally'];

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.phases */
export function parsePhases(yaml: YamlValue | undefined): Buildspec['phases'] {
  if (!yaml)
    throw new PhaseFailure('YAML_FILE_ERROR', 'Missing phases: a buildspec has at least one of ' + list);
  const entries = [...entriesOf(yaml)];
  if (entries.length === 0) throw buildspecError(yaml, `No phase: expected at least one of ${list}`);
  return Object.fromEntries(
    entries.map(([name, phase]): [BuildspecPhaseName, BuildspecPhase] => {
      const known = PHASE_NAMES.find((one) => one === name);
      if (!known) throw buildspecError(phase, `Unknown phase ${name}: expected one of ${list}`);
      return [known, parsePhase(known, phase)];
    }),
  );
}

const list = PHASE_NAMES.join(', ');

function parsePhase(name: BuildspecPhaseName, yaml: YamlValue): BuildspecPhase {
  const entries = entriesOf(yaml);
  const install = name === 'install';
  refuseUnknownKeys(entries, yaml.path, install ? [...KEYS, 'runtime-versions'] : KEYS);
  refuseUser(entries.get('run-as'));
  const commands = entries.get('commands');
  const runtimes = entries.get('runtime-versions');
  if (!commands && !runtimes) throw buildspecError(yaml, `Missing ${yaml.path}/commands`);
  const last = entries.get('finally');
  const onFailure = entries.get('on-failure');
  return {
    commands: commands ? stringListOf(commands, 'Commands') : [],
    finally: last ? stringListOf(last, 'Finally') : [],
    onFailure: onFailure && parseOnFailure(onFailure),
    runtimeVersions: runtimes ? stringMapOf(runtimes) : {},
  };
}

/** @throws PhaseFailure `YAML_FILE_ERROR` where `run-as` is given */
export function refuseUser(user: YamlValue | undefined): void {
  if (!user) return;
  const what = `${user.path} ${stringOf(user)}`;
  throw unsupportedValue(user, what, 'commands run as the user who started the local endpoint');
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.phases.phase.on-failure */
function parseOnFailure(yaml: YamlValue): BuildspecPhase['onFailure'] {
  const value = stringOf(yaml);
  if (value === 'ABORT' || value === 'CONTINUE') return value;
  if (value.startsWith('RETRY'))
    throw unsupportedValue(yaml, `${yaml.path} ${value}`, 'retry the build instead');
  throw buildspecError(yaml, `Invalid ${yaml.path} ${value}: expected ABORT or CONTINUE`);
}
