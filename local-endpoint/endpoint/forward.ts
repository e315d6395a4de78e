import type { ApiCall, RawRequest } from '../kit/call';
import { formatQueryForm } from './identify/query-form';
import { serviceName } from './identify/identify';
import { askMoto, type MotoAnswer } from './moto';
import { motoError, parseQueryAnswer } from './moto-answer';
import type { Observer } from '../kit/operation';

/** Forwards calls to moto and runs the observers. */
export interface Forwarder {
  /** @returns moto's answer unchanged */
  raw(call: ApiCall): Promise<MotoAnswer>;
  /**
   * @param input replaces the caller's input @default - the caller's
   * @param unobserved whether no observer must run @default - false
   * @returns moto's answer as an object
   * @throws AwsError moto's error
   */
  parsed(call: ApiCall, input?: object, unobserved?: boolean): Promise<unknown>;
}

/** @param url moto's base URL */
export function createForwarder(url: string, observers: readonly Observer[]): Forwarder {
  const byOperation = new Map<string, Observer[]>();
  for (const observer of observers) {
    const key = `${serviceName(observer.service)}:${observer.operation}`;
    byOperation.set(key, [...(byOperation.get(key) ?? []), observer]);
  }
  const ask = async (call: ApiCall, request?: RawRequest, unobserved = false): Promise<MotoAnswer> => {
    const answer = await askMoto(url, call, request);
    const matching = unobserved ? [] : (byOperation.get(`${call.service}:${call.operation}`) ?? []);
    if (answer.status < 300 && matching.length > 0) await runObservers(matching, call, answer);
    return answer;
  };
  return {
    raw: (call) => ask(call),
    async parsed(call, input, unobserved) {
      const changed = input ? { ...call, input: input as ApiCall['input'] } : call;
      const answer = await ask(changed, input ? withInput(call, input) : call.request, unobserved);
      if (answer.status >= 300) throw motoError(call.protocol, answer);
      if (call.protocol === 'query') return parseQueryAnswer(call.operation, answer.body);
      return outputOf(call, answer);
    },
  };
}

async function runObservers(
  observers: readonly Observer[],
  call: ApiCall,
  answer: MotoAnswer,
): Promise<void> {
  const { service, operation, input, context } = call;
  const forwarded = { service, operation, input, context, requestBody: call.request.body };
  const output = outputOf(call, answer);
  for (const observer of observers) {
    await observer.after({ ...forwarded, responseHeaders: answer.headers, output });
  }
}

function outputOf({ protocol }: ApiCall, { body }: MotoAnswer): unknown {
  const text = body.toString('utf8');
  const isJson = protocol === 'json' || protocol === 'rest-json';
  if (!isJson) return text;
  return text === '' ? {} : (JSON.parse(text) as unknown);
}

function withInput(call: ApiCall, input: object): RawRequest {
  const { request, protocol, operation } = call;
  const body = protocol === 'json' ? JSON.stringify(input) : undefined;
  if (body !== undefined) return { ...request, body: Buffer.from(body) };
  if (protocol !== 'query')
    throw new Error(`The input of a ${protocol} request cannot be replaced: ${call.service}:${operation}`);
  const version = new URLSearchParams(Buffer.from(request.body).toString('utf8')).get('Version') ?? '';
  return { ...request, body: Buffer.from(formatQueryForm(operation, version, input).toString()) };
}
