import type { Verification } from '../build/config/model';
import type { VerificationProps } from '../build/verify';
import { identityOf } from '../config/identity';
import type { BasePipeline } from '../config/model';
import { DESCRIBE_LOAD_BALANCERS } from '../load-balancing/describe-load-balancers';
import { Arns } from '../pipeline/arns';
import type { EcsService } from './config/model';
import { serviceVariables } from './config/verify';

/**
 * What verifies releases to an ECS service: a buildspec that may look at the service, and find the address of a load
 * balancer that the factory makes.
 * @param source see {@link VerificationProps}
 */
export function serviceVerification(
  pipeline: BasePipeline & { readonly verify?: Verification; readonly service: EcsService },
  source: VerificationProps['source'],
): VerificationProps | undefined {
  const { environment, verify, service } = pipeline;
  if (!verify) return undefined;
  const variables = serviceVariables(pipeline, service);
  const { CLUSTER = '', SERVICE = '' } = variables;
  return {
    ...{ identity: identityOf(pipeline), environment, verify, source, variables },
    grants: [
      {
        actions: ['ecs:DescribeServices'],
        resources: [Arns.of(environment).ecsService(CLUSTER, SERVICE)],
      },
      ...(service.owned ? [DESCRIBE_LOAD_BALANCERS] : []),
    ],
  };
}
