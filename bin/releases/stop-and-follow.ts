import { StopPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import type { ReleasePipeline } from './model';

/** Questions after which nothing more is waited for: an hour and a half at one every three seconds. */
const MAX_QUESTIONS = 1_800;

/** What is seen of a release while it is taken back. */
export interface SeenProgress {
  /** A line for people. */
  readonly text: string;
  /** Whether nothing more is to come. */
  readonly isBack: boolean;
}

/** Stops an execution, whose end has the function `clean-up-groups` do the rest, and follows that. */
export async function stopAndFollow(
  { name: pipelineName, clients }: ReleasePipeline,
  pipelineExecutionId: string,
  see: () => Promise<SeenProgress>,
  report: (line: string) => void,
  pause: () => Promise<void>,
): Promise<boolean> {
  await clients.codePipeline.send(
    new StopPipelineExecutionCommand({
      pipelineName,
      pipelineExecutionId,
      abandon: true,
      reason: 'Rolled back',
    }),
  );
  let shown = '';
  for (let question = 0; question < MAX_QUESTIONS; question += 1) {
    const { text, isBack } = await see();
    if (text !== shown) report(text);
    shown = text;
    if (isBack) return true;
    await pause();
  }
  return false;
}
