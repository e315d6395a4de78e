import { ACCOUNT, type World, type WorldEvent } from './world';

/** Hands an event to EventBridge. */
export function emit(
  { events, now }: World,
  source: string,
  detailType: string,
  detail: WorldEvent['detail'],
): void {
  events.push({
    source,
    'detail-type': detailType,
    account: ACCOUNT,
    time: new Date(now).toISOString(),
    detail,
  });
}
