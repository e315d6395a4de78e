import { GREEN_NAMESPACE } from '../../../../handlers/contract/create-green-group';
import { REFRESH_NAMESPACE } from '../../../../handlers/contract/refresh-instances';
import type { VerificationProps } from '../../../build/verify';
import { identityOf } from '../../../config/identity';
import { DESCRIBE_LOAD_BALANCERS } from '../../../load-balancing/describe-load-balancers';
import type { AsgBlueGreenPipeline } from '../config/model';
import { GROUP_VARIABLE, verifyVariables } from '../config/verify';

/** What verifies a pipeline's releases; it may find the address of a load balancer that the factory makes. */
export function fleetVerification(pipeline: AsgBlueGreenPipeline): VerificationProps | undefined {
  const { environment, source, verify, service, deploy } = pipeline;
  if (!verify) return undefined;
  return {
    ...{ identity: identityOf(pipeline), environment, verify, source: source.git },
    variables: verifyVariables(pipeline),
    ofRelease: {
      [GROUP_VARIABLE]: `#{${deploy.strategy === 'refresh' ? REFRESH_NAMESPACE : GREEN_NAMESPACE}.Group}`,
    },
    grants: service.owned ? [DESCRIBE_LOAD_BALANCERS] : [],
  };
}
