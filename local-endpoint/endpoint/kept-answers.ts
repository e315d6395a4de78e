import type { ApiCall, RawRequest } from '../kit/call';
import type { MotoAnswer } from './moto';

/** The services whose reads are kept: what they return changes by calls only, not by time. */
const KEPT_SERVICES = new Set(['ec2', 'elasticloadbalancing', 'iam', 'ssm']);

/** Whose answers a write changes, of the services that write most; a write to any other one may change every answer. */
const CHANGED_BY: Readonly<Record<string, readonly string[]>> = {
  ...{ elasticloadbalancing: ['elasticloadbalancing'], ssm: ['ssm'] },
  ...{ cloudwatch: [], ecr: [], ecs: [], events: [], logs: [], s3: [], sns: [], sqs: [] },
};

/** Answers beyond that number begin anew: a rehearsal has a few hundred. */
const MAX_ANSWERS = 2_000;

/** moto's answers to reads, each until a write may have changed it. */
export interface KeptAnswers {
  /**
   * @param ask asks moto
   * @returns moto's answer, which nobody may change
   */
  answer(call: ApiCall, request: RawRequest, ask: () => Promise<MotoAnswer>): Promise<MotoAnswer>;
}

/** The endpoint's services ask the same again and again, and most of the time of such a call is moto's. */
export function keptAnswers(): KeptAnswers {
  const answers = new Map<string, Map<string, Promise<MotoAnswer>>>();
  const answersOf = (service: string): Map<string, Promise<MotoAnswer>> => {
    const found = answers.get(service) ?? new Map<string, Promise<MotoAnswer>>();
    if (found.size > MAX_ANSWERS) found.clear();
    answers.set(service, found);
    return found;
  };
  return {
    answer: async (call, request, ask) => {
      const { service, operation } = call;
      if (!isRead(operation)) {
        const drop = (): void =>
          (CHANGED_BY[service] ?? [...KEPT_SERVICES]).forEach((one) => answers.delete(one));
        return ask().finally(drop);
      }
      if (!KEPT_SERVICES.has(service)) return ask();
      const kept = answersOf(service);
      const key = keyOf(call, request);
      const found = kept.get(key);
      if (found) return found;
      const asked = ask();
      kept.set(key, asked);
      const forget = (): void => void kept.delete(key);
      asked.then(({ status }) => status < 300 || forget(), forget);
      return asked;
    },
  };
}

const isRead = (operation: string): boolean => /^(Describe|Get|List)/.test(operation);

const keyOf = ({ context }: ApiCall, { method, path, body }: RawRequest): string =>
  [context.caller.accountId, context.region, method, path, Buffer.from(body).toString('latin1')].join('\n');
