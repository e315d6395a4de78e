import type { BuildspecPhase, BuildspecPhaseName } from '../buildspec/model';
import { SUCCESS } from './build-process';
import { PhaseFailure } from './failure';
import type { RunningBuild } from './context';

/**
 * Runs the commands of a phase until one fails, and then its `finally` commands.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.phases.phase.finally
 * @param succeeding whether nothing has failed so far
 * @throws PhaseFailure `COMMAND_EXECUTION_ERROR` of the first command that failed
 */
export async function runCommands(
  run: RunningBuild,
  name: BuildspecPhaseName,
  phase: BuildspecPhase,
  succeeding: boolean,
): Promise<void> {
  const first = await runUntilFailure(run, phase.commands, succeeding);
  if (phase.finally.length > 0) run.log.write(`Running the finally commands of ${name.toUpperCase()}`);
  const second = await runUntilFailure(run, phase.finally, succeeding && !first);
  const failure = first ?? second;
  if (failure) throw failure;
}

async function runUntilFailure(
  run: RunningBuild,
  commands: readonly string[],
  succeeding: boolean,
): Promise<PhaseFailure | undefined> {
  for (const command of commands) {
    run.signal.throwIfAborted();
    run.log.show(`Running command ${command}`, shorten(command));
    const variables = { CODEBUILD_BUILD_SUCCEEDING: succeeding ? '1' : '0' };
    const outcome = await run.shell.run(command, variables, (text) => run.log.output(text));
    run.log.finishLine();
    run.signal.throwIfAborted();
    if (outcome === SUCCESS) continue;
    run.log.show(
      `Command did not exit successfully ${command} ${outcome}`,
      `Command did not exit successfully: ${outcome}`,
    );
    return new PhaseFailure(
      'COMMAND_EXECUTION_ERROR',
      `Error while executing command: ${command}. Reason: ${outcome}`,
    );
  }
  return undefined;
}

/** The first line of a command, for whoever watches the build. */
function shorten(command: string): string {
  const [first = '', ...more] = command.trim().split('\n');
  return more.length > 0 ? `$ ${first} …` : `$ ${first}`;
}
