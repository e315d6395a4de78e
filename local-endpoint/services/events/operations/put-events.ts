import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResponse,
  PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { CallContext, Operation } from '../../../kit/operation';
import type { EventBus } from '../../../kit/event-bus';
import { placeOf } from '../rules';

/** PutEvents: events of one's own; each entry is taken or refused by itself. */
export function putEvents(bus: EventBus): Operation<PutEventsRequest, PutEventsResponse> {
  return async (input, context) => {
    const entries = (input.Entries ?? []).map((entry) => put(entry, context, bus));
    return { Entries: entries, FailedEntryCount: entries.filter((entry) => entry.ErrorCode).length };
  };
}

function put(entry: PutEventsRequestEntry, context: CallContext, bus: EventBus): PutEventsResultEntry {
  const place = placeOf(context, entry.EventBusName);
  const refusal = (message: string) => ({ ErrorCode: 'InvalidArgument', ErrorMessage: message });
  if (!entry.Source) return refusal('Parameter Source is not valid. Reason: Source is a required argument.');
  if (entry.Source.startsWith('aws.'))
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  if (!entry.DetailType)
    return refusal('Parameter DetailType is not valid. Reason: DetailType is a required argument.');
  const detail = parseDetail(entry.Detail);
  if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const id = bus.emit({
    source: entry.Source,
    'detail-type': entry.DetailType,
    detail,
    resources: entry.Resources ?? [],
    account: place.account,
    region: place.region,
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
