import type { Diagnostic } from '../diagnostic';
import type { LocatedPipeline } from '../kind';
import type { Path } from '../path';

/**
 * An ARN is one of the pipeline's environment.
 * @param regional whether it must be in the environment's region too
 */
export function checkArn(
  { pipeline, at }: LocatedPipeline,
  field: Path,
  arn: string,
  regional: boolean,
): Diagnostic[] {
  const [, , , region, account] = arn.split(':');
  const { environment } = pipeline;
  const right = account === environment.account && (!regional || region === environment.region);
  const home = regional ? `${environment.account} ${environment.region}` : environment.account;
  return right ? [] : [{ path: at(field), rule: `must be in ${home}, where ${environment.name} is` }];
}
