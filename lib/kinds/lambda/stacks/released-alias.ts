import { CfnAlias, CfnEventInvokeConfig, type CfnFunction, CfnVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { LambdaPipeline, OwnedFunction } from '../config/model';
import { errorAlarm } from './error-alarm';

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html */
const LATEST = '$LATEST';

export interface ReleasedAliasProps {
  /** The pipeline whose releases move the alias. */
  readonly pipeline: LambdaPipeline;
  readonly released: OwnedFunction;
  readonly made: CfnFunction;
  /** Where the alias begins. @default - `$LATEST` */
  readonly version?: CfnVersion;
}

/** The first version of a function, which is of the placeholder. */
export const firstVersion = (scope: Construct, { ref: functionName }: CfnFunction): CfnVersion =>
  new CfnVersion(scope, 'Version', { functionName });

/** The alias of a function whose traffic releases move, where its events go that failed, and the alarm on its errors. */
export function releasedAlias(
  scope: Construct,
  { pipeline, released, made, version }: ReleasedAliasProps,
): void {
  const { alias: name } = pipeline.deploy;
  const alias = new CfnAlias(scope, 'Alias', {
    functionName: made.ref,
    functionVersion: version?.attrVersion ?? LATEST,
    name,
  });
  if (released.onFailure !== undefined)
    new CfnEventInvokeConfig(scope, 'Failures', {
      functionName: made.ref,
      qualifier: name,
      destinationConfig: { onFailure: { destination: released.onFailure } },
    }).node.addDependency(alias);
  errorAlarm(scope, { pipeline, released });
}
