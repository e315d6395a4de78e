import { runProcess } from '../process/process';
import { PROVIDERS } from '../providers';
import type { Invocation } from '../simulated-account/invocation';
import {
  type Attempt,
  type Intercept,
  isChange,
  isRepeated,
  MAX_ATTEMPTS,
  MissingOperation,
  perform,
} from './call';
import type { InvocationEnd, CaseRun } from './case-run';

/** Runs a function with one event, in a process of its own. */
export async function invoke(
  caseRun: CaseRun,
  invocation: Invocation,
  intercept: Intercept = (_, perform) => perform(),
): Promise<InvocationEnd> {
  const { simulated, observer } = caseRun;
  if (invocation.isDead) return 'died';
  let calls = 0;
  const send = async (service: string, operation: string, input: object, role?: string): Promise<object> => {
    const site = { call: ++calls, service, operation, input, role };
    try {
      return await withRetries(caseRun, invocation, site, intercept);
    } catch (error) {
      if (error instanceof MissingOperation) caseRun.mistakes.push(error.message);
      throw error;
    }
  };
  const log = (text: string) => observer.log?.(text);
  try {
    const { action, clockError = 0, event } = invocation;
    const provider = PROVIDERS[action];
    await (provider
      ? provider({ simulated, event, send })
      : runProcess({ simulated, action, send, log, clockError }, event));
    return 'returned';
  } catch (error) {
    observer.log?.(`threw ${(error as Error).name}: ${(error as Error).message}`);
    return 'failed';
  }
}

/** As the SDK does it, but for the time between its attempts. */
async function withRetries(
  caseRun: CaseRun,
  { action }: Invocation,
  site: Omit<Attempt, 'attempt'>,
  intercept: Intercept,
): Promise<object> {
  const { simulated, observer } = caseRun;
  const take = (attempt: number) => {
    if (caseRun.leavesOut?.(action, { ...site, attempt })) return {};
    const answer = perform(simulated, site.service, site.operation, site.input);
    if (isChange(site.operation)) caseRun.changed();
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
