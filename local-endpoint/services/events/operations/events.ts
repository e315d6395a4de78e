import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResponse,
  PutEventsResultEntry,
  TestEventPatternRequest,
  TestEventPatternResponse,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../../kit/aws-error';
import type { EventBus } from '../../../kit/event-bus';
import type { CallContext, Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { requireDefaultBus } from '../find';
import { matchesPattern, parsePattern } from '../pattern';

/** Each entry is accepted or refused by itself. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const putEvents =
  (bus: EventBus): Operation<PutEventsRequest, PutEventsResponse> =>
  async (input, context) => {
    const entries = (input.Entries ?? []).map((entry) => put(entry, context, bus));
    return { Entries: entries, FailedEntryCount: entries.filter((entry) => entry.ErrorCode).length };
  };

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html */
export const testEventPattern =
  (): Operation<TestEventPatternRequest, TestEventPatternResponse> => async (input) => {
    try {
      const event: unknown = JSON.parse(input.Event ?? '');
      return { Result: matchesPattern(parsePattern(input.EventPattern ?? ''), event) };
    } catch (error) {
      throw new AwsError(
        'InvalidEventPatternException',
        `Event pattern is not valid. Reason: ${(error as Error).message}`,
      );
    }
  };

function put(entry: PutEventsRequestEntry, context: CallContext, bus: EventBus): PutEventsResultEntry {
  requireDefaultBus(entry.EventBusName);
  const invalid = (message: string) => ({ ErrorCode: 'InvalidArgument', ErrorMessage: message });
  if (!entry.Source) return invalid('Parameter Source is not valid. Reason: Source is a required argument.');
  if (entry.Source.startsWith('aws.'))
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  if (!entry.DetailType)
    return invalid('Parameter DetailType is not valid. Reason: DetailType is a required argument.');
  const detail = parseDetail(entry.Detail);
  if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const id = bus.emit({
    source: entry.Source,
    'detail-type': entry.DetailType,
    detail,
    resources: entry.Resources ?? [],
    ...scopeOf(context),
  });
  return { EventId: id };
}

function parseDetail(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const detail: unknown = JSON.parse(text ?? '');
    return typeof detail === 'object' && detail !== null ? (detail as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
