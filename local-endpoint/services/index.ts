import type { LocalService } from '../kit/local-service';
import { autoScaling } from './autoscaling/service';
import { cloudFormation } from './cloudformation/service';
import { cloudTrail } from './cloudtrail/service';
import { cloudWatch } from './cloudwatch/service';
import { codeBuild } from './codebuild/service';
import { codeCommit } from './codecommit/service';
import { codeConnections } from './codeconnections/service';
import { codeDeploy } from './codedeploy/service';
import { codePipeline } from './codepipeline/service';
import { ec2 } from './ec2/service';
import { ecr } from './ecr/service';
import { ecs } from './ecs/service';
import { elasticLoadBalancing } from './elasticloadbalancing/service';
import { eventBridge } from './events/service';
import { iam } from './iam/service';
import { kms } from './kms/service';
import { lambda } from './lambda/service';
import { logs } from './logs/service';
import { s3 } from './s3/service';
import { secretsManager } from './secretsmanager/service';
import { sns } from './sns/service';
import { sqs } from './sqs/service';
import { systemsManager } from './ssm/service';
import { sts } from './sts/service';

/** Every service of the endpoint. A call to any other is forwarded to moto, and a role needs its action on `*`. */
export const SERVICES: readonly LocalService[] = [
  autoScaling,
  cloudFormation,
  cloudTrail,
  cloudWatch,
  codeBuild,
  codeCommit,
  codeConnections,
  codeDeploy,
  codePipeline,
  ec2,
  ecr,
  ecs,
  elasticLoadBalancing,
  eventBridge,
  iam,
  kms,
  lambda,
  logs,
  s3,
  secretsManager,
  sns,
  sqs,
  systemsManager,
  sts,
];
