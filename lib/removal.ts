import { RemovalPolicy } from 'aws-cdk-lib';

/**
 * What becomes of data and logs when their stack is destroyed. What is retained still goes when the very deployment that
 * makes it fails: it holds nothing yet, and its name would bar the next attempt.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
export const removalPolicy = (retain: boolean): RemovalPolicy =>
  retain ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
