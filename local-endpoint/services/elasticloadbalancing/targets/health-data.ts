import { notSupported } from '../../../kit/not-supported';

/** The tag of an instance, or of its AMI, that decides what its health checks find. */
export const HEALTH_TAG = 'rehearsal.health';

/** What health checks of a target find, from when the target is first checked. */
export interface HealthData {
  /** Whether they succeed at first. */
  readonly succeeds: boolean;
  /** Milliseconds until that changes, for good. @default - never */
  readonly changesAfter?: number;
  /** How they fail. @default - the connection is refused */
  readonly failure?: 'timeout' | `${number}`;
}

const FORM = /^(?:(healthy)|(?:(never)|(after|until) (\d+)(s|m|h))(?: with (timeout|[1-5]\d\d))?)$/;

const MILLISECONDS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * Parses a tag: `healthy`, `never`, `after 90s` (of starting), `until 5m`, the last three also with how checks fail, as in
 * `never with 502` and `until 5m with timeout`.
 * @throws AwsError where it is none of these: a rehearsal with a mistake in its data must not pass
 */
export function parseHealthData(value: string): HealthData {
  const [, healthy, never, when, amount, unit = ''] = FORM.exec(value) ?? [];
  const failure = FORM.exec(value)?.[6] as HealthData['failure'];
  if (healthy) return { succeeds: true };
  if (never) return { succeeds: false, failure };
  if (!when)
    throw notSupported(
      `the tag ${HEALTH_TAG} with '${value}'`,
      'healthy, never, after 90s and until 5m are, the last three also with "with timeout" or "with 502"',
    );
  return {
    succeeds: when === 'until',
    changesAfter: Number(amount) * (MILLISECONDS[unit] ?? 0),
    failure,
  };
}
