import { PhaseFailure } from '../run/failure';
import { type Buildspec, PHASE_NAMES, type Phase, type PhaseName } from './model';
import { entriesOf, listOf, mistake, type Place, refuseUnknown, textOf, textsOf } from './node';
import { ONE_USER } from './one-user';

const KEYS = ['run-as', 'on-failure', 'commands', 'finally'];

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.phases */
export function phasesOf(place: Place | undefined): Buildspec['phases'] {
  if (!place)
    throw new PhaseFailure('YAML_FILE_ERROR', 'Missing phases: a buildspec has at least one of ' + list);
  const entries = [...entriesOf(place)];
  if (entries.length === 0) throw mistake(place, `No phase: expected at least one of ${list}`);
  return Object.fromEntries(
    entries.map(([name, phase]): [PhaseName, Phase] => {
      const known = PHASE_NAMES.find((one) => one === name);
      if (!known) throw mistake(phase, `Unknown phase ${name}: expected one of ${list}`);
      return [known, phaseOf(known, phase)];
    }),
  );
}

const list = PHASE_NAMES.join(', ');

function phaseOf(name: PhaseName, place: Place): Phase {
  const entries = entriesOf(place);
  const install = name === 'install';
  refuseUnknown(entries, place.path, install ? [...KEYS, 'runtime-versions'] : KEYS);
  const user = entries.get('run-as');
  if (user)
    throw mistake(user, `${user.path} ${textOf(user)} is not supported by the local CodeBuild: ${ONE_USER}`);
  const commands = entries.get('commands');
  const runtimes = entries.get('runtime-versions');
  if (!commands && !runtimes) throw mistake(place, `Missing ${place.path}/commands`);
  const last = entries.get('finally');
  const onFailure = entries.get('on-failure');
  return {
    commands: commands ? listOf(commands, 'Commands') : [],
    finally: last ? listOf(last, 'Finally') : [],
    onFailure: onFailure && onFailureOf(onFailure),
    runtimeVersions: runtimes ? textsOf(runtimes) : {},
  };
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.phases.phase.on-failure */
function onFailureOf(place: Place): Phase['onFailure'] {
  const value = textOf(place);
  if (value === 'ABORT' || value === 'CONTINUE') return value;
  if (value.startsWith('RETRY'))
    throw mistake(
      place,
      `${place.path} ${value} is not supported by the local CodeBuild: retry the build instead`,
    );
  throw mistake(place, `Invalid ${place.path} ${value}: expected ABORT or CONTINUE`);
}
