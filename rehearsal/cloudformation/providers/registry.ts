import { metadata } from './cdk/metadata';
import { trail } from './cloudtrail/trail';
import { alarm } from './cloudwatch/alarm';
import { codeCommitRepository } from './codecommit/repository';
import { codeStarConnection, connection } from './codeconnections/connection';
import { project } from './codebuild/project';
import { reportGroup } from './codebuild/report-group';
import { application } from './codedeploy/application';
import { deploymentConfig } from './codedeploy/deployment-config';
import { deploymentGroup } from './codedeploy/deployment-group';
import { pipeline } from './codepipeline/pipeline';
import { autoDeleteObjects } from './custom/auto-delete-objects';
import { customResource } from './custom/resource';
import { elasticIp } from './ec2/elastic-ip';
import { flowLog } from './ec2/flow-log';
import { internetGateway, vpcGatewayAttachment } from './ec2/internet-gateway';
import { natGateway } from './ec2/nat-gateway';
import { route } from './ec2/route';
import { routeTable, subnetRouteTableAssociation } from './ec2/route-table';
import { securityGroup } from './ec2/security-group';
import { securityGroupEgress, securityGroupIngress } from './ec2/security-group-rule';
import { subnet } from './ec2/subnet';
import { vpc } from './ec2/vpc';
import { repository } from './ecr/repository';
import { cluster } from './ecs/cluster';
import { service } from './ecs/service';
import { taskDefinition } from './ecs/task-definition';
import { listener } from './elasticloadbalancingv2/listener';
import { listenerRule } from './elasticloadbalancingv2/listener-rule';
import { loadBalancer } from './elasticloadbalancingv2/load-balancer';
import { targetGroup } from './elasticloadbalancingv2/target-group';
import { rule } from './events/rule';
import { managedPolicy } from './iam/managed-policy';
import { oidcProvider } from './iam/oidc-provider';
import { policy } from './iam/policy';
import { role } from './iam/role';
import { alias as keyAlias } from './kms/alias';
import { key } from './kms/key';
import { alias as functionAlias } from './lambda/alias';
import { eventInvokeConfig } from './lambda/event-invoke-config';
import { lambdaFunction } from './lambda/function';
import { permission } from './lambda/permission';
import { version } from './lambda/version';
import { logGroup } from './logs/log-group';
import type { ResourceProvider } from './provider';
import { bucket } from './s3/bucket';
import { bucketPolicy } from './s3/bucket-policy';
import { secret } from './secretsmanager/secret';
import { subscription } from './sns/subscription';
import { topic } from './sns/topic';
import { topicPolicy } from './sns/topic-policy';
import { queue } from './sqs/queue';
import { queuePolicy } from './sqs/queue-policy';
import { parameter } from './ssm/parameter';

/** The provider of a resource type, if there is one. */
export function findProvider(type: string): ResourceProvider | undefined {
  return PROVIDERS[type] ?? (type.startsWith('Custom::') ? customResource : undefined);
}

const PROVIDERS: Readonly<Record<string, ResourceProvider>> = {
  'AWS::CDK::Metadata': metadata,
  'AWS::CloudFormation::CustomResource': customResource,
  'AWS::CloudTrail::Trail': trail,
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CodeCommit::Repository': codeCommitRepository,
  'AWS::CodeConnections::Connection': connection,
  'AWS::CodeBuild::Project': project,
  'AWS::CodeBuild::ReportGroup': reportGroup,
  'AWS::CodeDeploy::Application': application,
  'AWS::CodeDeploy::DeploymentConfig': deploymentConfig,
  'AWS::CodeDeploy::DeploymentGroup': deploymentGroup,
  'AWS::CodePipeline::Pipeline': pipeline,
  'AWS::CodeStarConnections::Connection': codeStarConnection,
  'AWS::EC2::EIP': elasticIp,
  'AWS::EC2::FlowLog': flowLog,
  'AWS::EC2::InternetGateway': internetGateway,
  'AWS::EC2::NatGateway': natGateway,
  'AWS::EC2::Route': route,
  'AWS::EC2::RouteTable': routeTable,
  'AWS::EC2::SecurityGroup': securityGroup,
  'AWS::EC2::SecurityGroupEgress': securityGroupEgress,
  'AWS::EC2::SecurityGroupIngress': securityGroupIngress,
  'AWS::EC2::Subnet': subnet,
  'AWS::EC2::SubnetRouteTableAssociation': subnetRouteTableAssociation,
  'AWS::EC2::VPC': vpc,
  'AWS::EC2::VPCGatewayAttachment': vpcGatewayAttachment,
  'AWS::ECR::Repository': repository,
  'AWS::ECS::Cluster': cluster,
  'AWS::ECS::Service': service,
  'AWS::ECS::TaskDefinition': taskDefinition,
  'AWS::ElasticLoadBalancingV2::Listener': listener,
  'AWS::ElasticLoadBalancingV2::ListenerRule': listenerRule,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': loadBalancer,
  'AWS::ElasticLoadBalancingV2::TargetGroup': targetGroup,
  'AWS::Events::Rule': rule,
  'AWS::IAM::ManagedPolicy': managedPolicy,
  'AWS::IAM::OIDCProvider': oidcProvider,
  'AWS::IAM::Policy': policy,
  'AWS::IAM::Role': role,
  'AWS::KMS::Alias': keyAlias,
  'AWS::KMS::Key': key,
  'AWS::Lambda::Alias': functionAlias,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfig,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Permission': permission,
  'AWS::Lambda::Version': version,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::S3::Bucket': bucket,
  'AWS::S3::BucketPolicy': bucketPolicy,
  'AWS::SecretsManager::Secret': secret,
  'AWS::SNS::Subscription': subscription,
  'AWS::SNS::Topic': topic,
  'AWS::SNS::TopicPolicy': topicPolicy,
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueuePolicy': queuePolicy,
  'AWS::SSM::Parameter': parameter,
  'Custom::S3AutoDeleteObjects': autoDeleteObjects,
};
