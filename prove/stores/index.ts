import { autoScaling } from './autoscaling/store';
import { cloudWatch } from './cloudwatch/store';
import { codeDeploy } from './codedeploy/store';
import { codePipeline } from './codepipeline/store';
import { ec2 } from './ec2/store';
import { ecr } from './ecr/store';
import { ecs } from './ecs/store';
import { loadBalancing } from './elasticloadbalancing/store';
import { lambda } from './lambda/store';
import { s3 } from './s3/store';
import { ssm } from './ssm/store';
import type { Store } from './store';
import { sts } from './sts';

/** By the ends of the names of the SDK's packages. */
export const STORES: Readonly<Record<string, Store>> = {
  'auto-scaling': autoScaling,
  cloudwatch: cloudWatch,
  codedeploy: codeDeploy,
  codepipeline: codePipeline,
  ec2,
  ecr,
  ecs,
  'elastic-load-balancing-v2': loadBalancing,
  lambda,
  s3,
  ssm,
  sts,
};
