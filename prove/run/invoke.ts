import { runProcess } from '../process/process';
import type { Invocation } from '../world/invocation';
import {
  type Attempt,
  type Intercept,
  isChange,
  isRepeated,
  MAX_ATTEMPTS,
  MissingOperation,
  perform,
} from './call';
import type { InvocationEnd, Scene } from './scene';

/** Runs a function with one event, in a process of its own. */
export async function invoke(
  scene: Scene,
  invocation: Invocation,
  intercept: Intercept = (_, perform) => perform(),
): Promise<InvocationEnd> {
  const { world, observer } = scene;
  if (invocation.isDead) return 'died';
  let calls = 0;
  const send = async (service: string, operation: string, input: object, role?: string): Promise<object> => {
    const site = { call: ++calls, service, operation, input, role };
    try {
      return await withRetries(scene, invocation, site, intercept);
    } catch (error) {
      if (error instanceof MissingOperation) scene.mistakes.push(error.message);
      throw error;
    }
  };
  const log = (text: string) => observer.log?.(text);
  try {
    const { action, clockError = 0, event } = invocation;
    await runProcess({ world, action, send, log, clockError }, event);
    return 'returned';
  } catch (error) {
    observer.log?.(`threw ${(error as Error).name}: ${(error as Error).message}`);
    return 'failed';
  }
}

/** As the SDK does it, but for the time between its attempts. */
async function withRetries(
  scene: Scene,
  { action }: Invocation,
  site: Omit<Attempt, 'attempt'>,
  intercept: Intercept,
): Promise<object> {
  const { world, observer } = scene;
  const take = (attempt: number) => {
    if (scene.leavesOut?.(action, { ...site, attempt })) return {};
    const answer = perform(world, site.service, site.operation, site.input);
    if (isChange(site.operation)) scene.changed();
    return answer;
  };
  for (let attempt = 1; ; attempt++)
    try {
      const answer = await intercept({ ...site, attempt }, () => take(attempt));
      observer.call?.({ ...site, attempt });
      return answer;
    } catch (error) {
      observer.call?.({ ...site, attempt }, error as Error);
      if (!isRepeated(error) || attempt === MAX_ATTEMPTS) throw error;
    }
}
