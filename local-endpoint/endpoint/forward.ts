import type { ApiCall, RawRequest } from '../kit/call';
import type { Clock } from '../kit/clock';
import { formOf } from './ec2-query/form';
import { operationShapes, type Shape } from './ec2-query/shape';
import { typedOutput } from './ec2-query/xml';
import { formatQueryForm } from './identify/query-form';
import { serviceName } from './identify/identify';
import { keptAnswers } from './kept-answers';
import { askMoto, type MotoAnswer } from './moto';
import { motoError, parseQueryAnswer } from './moto-answer';
import type { RunningService } from '../kit/local-service';
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
export function createForwarder(
  url: string,
  clock: Pick<Clock, 'working' | 'now'>,
  services: readonly RunningService[],
): Forwarder {
  const byOperation = new Map<string, Observer[]>();
  for (const observer of services.flatMap(({ observers = [] }) => observers)) {
    const key = `${serviceName(observer.service)}:${observer.operation}`;
    byOperation.set(key, [...(byOperation.get(key) ?? []), observer]);
  }
  const kept = keptAnswers(services.map(({ service }) => service));
  const ask = async (call: ApiCall, request = call.request, unobserved = false): Promise<MotoAnswer> => {
    const answer = await kept.answer(call, request, () =>
      clock.working(`moto's answer to ${call.service}:${call.operation}`, () =>
        askMoto(url, clock, call, request),
      ),
    );
    const matching = unobserved ? [] : (byOperation.get(`${call.service}:${call.operation}`) ?? []);
    if (answer.status < 300 && matching.length > 0) await runObservers(matching, call, answer);
    return answer;
  };
  return {
    raw: (call) => ask(call),
    async parsed(call, input, unobserved) {
      const changed = input ? { ...call, input: input as ApiCall['input'] } : call;
      const shapes = call.protocol === 'ec2-query' ? await operationShapes(call.operation) : undefined;
      const request = input ? withInput(call, input, shapes?.input) : call.request;
      const answer = await ask(changed, request, unobserved);
      if (answer.status >= 300) throw motoError(call.protocol, answer);
      if (call.protocol === 'query') return parseQueryAnswer(call.operation, answer.body);
      if (shapes) return typedOutput(call.operation, shapes.output, answer.body.toString('utf8'));
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

/** @param shape of an input of EC2's protocol */
function withInput(call: ApiCall, input: object, shape?: Shape): RawRequest {
  const { request, protocol, operation } = call;
  const body = protocol === 'json' ? JSON.stringify(input) : undefined;
  if (body !== undefined) return { ...request, body: Buffer.from(body) };
  if (protocol !== 'query' && !shape)
    throw new Error(`The input of a ${protocol} request cannot be replaced: ${call.service}:${operation}`);
  const version = new URLSearchParams(Buffer.from(request.body).toString('utf8')).get('Version') ?? '';
  const form = shape ? formOf(operation, version, shape, input) : formatQueryForm(operation, version, input);
  return { ...request, body: Buffer.from(form.toString()) };
}
