import { autoScaling } from '../../../services/autoscaling/service';
import { elasticLoadBalancing } from '../../../services/elasticloadbalancing/service';
import { cloudWatch } from '../../../services/cloudwatch/service';
import { ec2 } from '../../../services/ec2/service';
import { startTestEndpoint, type TestEndpoint } from '../../../testing';

/** An endpoint with Auto Scaling and the services that it calls. */
export const startAutoScaling = (
  options: { readonly fakes?: readonly string[] } = {},
): Promise<TestEndpoint> =>
  startTestEndpoint({ services: [autoScaling, cloudWatch, ec2, elasticLoadBalancing], ...options });
