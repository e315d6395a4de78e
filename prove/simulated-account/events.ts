import { ACCOUNT, type SimulatedAccount, type SimulatedEvent } from './simulated-account';

/** Hands an event to EventBridge. */
export function emit(
  { events, now }: SimulatedAccount,
  source: string,
  detailType: string,
  detail: SimulatedEvent['detail'],
  resources?: readonly string[],
): void {
  events.push({
    source,
    'detail-type': detailType,
    account: ACCOUNT,
    time: new Date(now).toISOString(),
    detail,
    ...(resources && { resources }),
  });
}
