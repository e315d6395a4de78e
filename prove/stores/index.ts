import { autoScaling } from './autoscaling/store';
import { cloudWatch } from './cloudwatch/store';
import { codePipeline } from './codepipeline/store';
import { ec2 } from './ec2/store';
import { loadBalancing } from './elasticloadbalancing/store';
import { ssm } from './ssm/store';
import type { Store } from './store';
import { sts } from './sts';

/** By the ends of the names of the SDK's packages. */
export const STORES: Readonly<Record<string, Store>> = {
  'auto-scaling': autoScaling,
  cloudwatch: cloudWatch,
  codepipeline: codePipeline,
  ec2,
  'elastic-load-balancing-v2': loadBalancing,
  ssm,
  sts,
};
