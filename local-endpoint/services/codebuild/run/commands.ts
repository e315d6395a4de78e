import type { Phase, PhaseName } from '../buildspec/model';
import { SUCCESS } from './build-process';
import { PhaseFailure } from './failure';
import type { Run } from './run';

/**
 * Runs the commands of a phase until one fails, and then those that run whatever happened.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.phases.phase.finally
 * @param succeeding whether the build has done well so far
 * @throws PhaseFailure `COMMAND_EXECUTION_ERROR` of the first command that failed
 */
export async function runCommands(
  run: Run,
  name: PhaseName,
  phase: Phase,
  succeeding: boolean,
): Promise<void> {
  const first = await runUntilFailure(run, phase.commands, succeeding);
  if (phase.finally.length > 0) run.log.write(`Running the finally commands of ${name.toUpperCase()}`);
  const second = await runUntilFailure(run, phase.finally, succeeding && !first);
  const failure = first ?? second;
  if (failure) throw failure;
}

async function runUntilFailure(
  run: Run,
  commands: readonly string[],
  succeeding: boolean,
): Promise<PhaseFailure | undefined> {
  for (const command of commands) {
    run.signal.throwIfAborted();
    run.log.tell(`Running command ${command}`, shown(command));
    const variables = { CODEBUILD_BUILD_SUCCEEDING: succeeding ? '1' : '0' };
    const how = await run.shell.run(command, variables, (text) => run.log.output(text));
    run.log.finishLine();
    run.signal.throwIfAborted();
    if (how === SUCCESS) continue;
    run.log.tell(
      `Command did not exit successfully ${command} ${how}`,
      `Command did not exit successfully: ${how}`,
    );
    return new PhaseFailure(
      'COMMAND_EXECUTION_ERROR',
      `Error while executing command: ${command}. Reason: ${how}`,
    );
  }
  return undefined;
}

/** A command as a person reads it in passing: of several lines the first. */
function shown(command: string): string {
  const [first = '', ...more] = command.trim().split('\n');
  return more.length > 0 ? `$ ${first} …` : `$ ${first}`;
}
