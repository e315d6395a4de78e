import type { ApiCall, RawRequest } from '../kit/call';
import type { LocalService, WriteChange } from '../kit/local-service';
import type { MotoAnswer } from './moto';

/** Answers of a service beyond that number begin anew: a rehearsal has a few hundred. */
const MAX_ANSWERS = 2_000;

/** moto's answers to reads, each until a write may have changed it. */
export interface KeptAnswers {
  /**
   * @param ask asks moto
   * @returns moto's answer, which nobody may change
   */
  answer(call: ApiCall, request: RawRequest, ask: () => Promise<MotoAnswer>): Promise<MotoAnswer>;
}

interface KeptAnswer {
  readonly answer: Promise<MotoAnswer>;
  /** The resource that the read is about. @default - it may be about any */
  readonly resource?: string;
}

/** The endpoint's services ask the same again and again, and most of the time of such a call is moto's. */
export function keptAnswers(services: readonly LocalService[]): KeptAnswers {
  const byName = new Map(services.map((service) => [service.name, service]));
  const answers = new Map<string, Map<string, KeptAnswer>>();
  const drop = (call: ApiCall): void => {
    const service = byName.get(call.service);
    const changed = changeOf(service, call.operation);
    if (changed === 'all') answers.clear();
    if (changed !== 'itself') return;
    const kept = answers.get(call.service) ?? new Map<string, KeptAnswer>();
    const written = resourceOf(service, call);
    for (const [key, { resource }] of kept)
      if (written === undefined || resource === undefined || resource === written) kept.delete(key);
  };
  const answersOf = (service: string): Map<string, KeptAnswer> => {
    const found = answers.get(service) ?? new Map<string, KeptAnswer>();
    if (found.size > MAX_ANSWERS) found.clear();
    answers.set(service, found);
    return found;
  };
  return {
    answer: async (call, request, ask) => {
      if (!isRead(call.operation)) return ask().finally(() => drop(call));
      const service = byName.get(call.service);
      if (!isKept(service, call.operation)) return ask();
      const kept = answersOf(call.service);
      const key = keyOf(call, request);
      const found = kept.get(key);
      if (found) return found.answer;
      const answer = ask();
      kept.set(key, { answer, resource: resourceOf(service, call) });
      const forget = (): void => void kept.delete(key);
      answer.then(({ status }) => isLasting(status) || forget(), forget);
      return answer;
    },
  };
}

const isRead = (operation: string): boolean =>
  /^(Describe|Get|List|Head|BatchGet|BatchCheck)/.test(operation);

function isKept(service: LocalService | undefined, operation: string): boolean {
  const { keepsReads = false } = service ?? {};
  return typeof keepsReads === 'boolean' ? keepsReads : keepsReads.test(operation);
}

function changeOf(service: LocalService | undefined, operation: string): WriteChange {
  const { writesChange = 'all' } = service ?? {};
  return typeof writesChange === 'function' ? writesChange(operation) : writesChange;
}

/** The name in lower case, because names of roles are unique whatever their case. */
function resourceOf(service: LocalService | undefined, { input }: ApiCall): string | undefined {
  const name = service?.writesName === undefined ? undefined : input[service.writesName];
  return typeof name === 'string' ? name.toLowerCase() : undefined;
}

/** That a REST resource does not exist is an answer as any other. */
const isLasting = (status: number): boolean => status < 300 || status === 404;

function keyOf({ context, operation }: ApiCall, { method, path, headers, body }: RawRequest): string {
  const parameters = [...headers].filter(([name]) => name.startsWith('x-amz-') && !OF_ONE_REQUEST.has(name));
  return [
    ...[context.caller.accountId, context.region, operation, method, path],
    ...parameters.flat(),
    Buffer.from(body).toString('latin1'),
  ].join('\n');
}

/** Headers that no answer depends on. */
const OF_ONE_REQUEST = new Set([
  ...['x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token', 'x-amz-user-agent', 'x-amz-target'],
]);
