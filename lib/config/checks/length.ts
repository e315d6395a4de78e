import type { Finding } from '../check-schema';
import type { Path } from '../yaml-file';

/** A name is as long as AWS takes it once `{environment}` is put in. @param what it is, as in "makes the … web" */
export function bounded(name: string, least: number, most: number, what: string, path: Path): Finding[] {
  if (name.length >= least && name.length <= most) return [];
  const rule = `makes the ${what} ${name}, which has ${name.length} characters; AWS takes ${least} to ${most}`;
  return [{ path, rule }];
}
