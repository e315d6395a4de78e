import type { ReleaseRecord } from '../contract/release-record';

/**
 * When a release came to serve that serves now: never before what is recorded, which an invocation with a clock that was
 * ahead may have written, because an older release is not recorded over a newer one.
 * @returns ISO 8601
 */
export function servingSince(record: ReleaseRecord | undefined): string {
  const now = new Date().toISOString();
  const recorded = record?.serving.servingSince ?? '';
  return now < recorded ? recorded : now;
}
