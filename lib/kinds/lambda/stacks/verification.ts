import { CODE } from '../../../../handlers/contract/uploaded-code';
import type { VerificationProps } from '../../../build/verify';
import { identityOf } from '../../../config/identity';
import { Arns } from '../../../pipeline/arns';
import type { LambdaPipeline } from '../config/model';
import { functionName } from '../config/names';
import { verifyVariables } from '../config/verify';

/** What verifies a pipeline's releases: a buildspec that may call its functions by the alias, and none of them otherwise. */
export function lambdaVerification(pipeline: LambdaPipeline): VerificationProps | undefined {
  const { environment, source, verify, functions, deploy } = pipeline;
  if (!verify) return undefined;
  const identity = identityOf(pipeline);
  const arns = Arns.of(environment);
  const aliases = functions.map((one) => arns.function(`${functionName(pipeline, one)}:${deploy.alias}`));
  return {
    ...{ identity, environment, verify },
    source: source.from === 'git' ? source.git : CODE.artifact,
    variables: verifyVariables(pipeline),
    grants: [{ actions: ['lambda:InvokeFunction'], resources: aliases }],
  };
}
