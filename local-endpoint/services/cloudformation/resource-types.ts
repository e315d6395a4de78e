import { metadata } from './resources/cdk-metadata';
import { trail } from '../cloudtrail/resources/trail';
import { alarm } from '../cloudwatch/resources/alarm';
import { codeCommitRepository } from '../codecommit/resources/repository';
import { codeStarConnection, connection } from '../codeconnections/resources/connection';
import { project } from '../codebuild/resources/project';
import { reportGroup } from '../codebuild/resources/report-group';
import { application } from '../codedeploy/resources/application';
import { deploymentConfig } from '../codedeploy/resources/deployment-config';
import { deploymentGroup } from '../codedeploy/resources/deployment-group';
import { pipeline } from '../codepipeline/resources/pipeline';
import { autoDeleteObjects } from './resources/custom/auto-delete-objects';
import { customResource } from './resources/custom/resource';
import { elasticIp } from '../ec2/resources/elastic-ip';
import { flowLog } from '../ec2/resources/flow-log';
import { internetGateway, vpcGatewayAttachment } from '../ec2/resources/internet-gateway';
import { natGateway } from '../ec2/resources/nat-gateway';
import { route } from '../ec2/resources/route';
import { routeTable, subnetRouteTableAssociation } from '../ec2/resources/route-table';
import { securityGroup } from '../ec2/resources/security-group';
import { securityGroupEgress, securityGroupIngress } from '../ec2/resources/security-group-rule';
import { subnet } from '../ec2/resources/subnet';
import { vpc } from '../ec2/resources/vpc';
import { repository } from '../ecr/resources/repository';
import { cluster } from '../ecs/resources/cluster';
import { service } from '../ecs/resources/service';
import { taskDefinition } from '../ecs/resources/task-definition';
import { listener } from '../elasticloadbalancing/resources/listener';
import { listenerRule } from '../elasticloadbalancing/resources/listener-rule';
import { loadBalancer } from '../elasticloadbalancing/resources/load-balancer';
import { targetGroup } from '../elasticloadbalancing/resources/target-group';
import { rule } from '../events/resources/rule';
import { managedPolicy } from '../iam/resources/managed-policy';
import { oidcProvider } from '../iam/resources/oidc-provider';
import { policy } from '../iam/resources/policy';
import { role } from '../iam/resources/role';
import { alias as keyAlias } from '../kms/resources/alias';
import { key } from '../kms/resources/key';
import { alias as functionAlias } from '../lambda/resources/alias';
import { eventInvokeConfig } from '../lambda/resources/event-invoke-config';
import { lambdaFunction } from '../lambda/resources/function';
import { permission } from '../lambda/resources/permission';
import { version } from '../lambda/resources/version';
import { logGroup } from '../logs/resources/log-group';
import type { ResourceProvider } from '../../kit/resources/provider';
import { bucket } from '../s3/resources/bucket';
import { bucketPolicy } from '../s3/resources/bucket-policy';
import { secret } from '../secretsmanager/resources/secret';
import { subscription } from '../sns/resources/subscription';
import { topic } from '../sns/resources/topic';
import { topicPolicy } from '../sns/resources/topic-policy';
import { queue } from '../sqs/resources/queue';
import { queuePolicy } from '../sqs/resources/queue-policy';
import { parameter } from '../ssm/resources/parameter';

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
