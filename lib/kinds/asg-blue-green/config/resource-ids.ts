import { matching } from '../../../config/schema-parts';

/** https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html */
export const instanceType = matching(
  'must be an instance type such as t3.small',
  /^[a-z][a-z0-9-]{0,20}\.[a-z0-9-]{2,20}$/,
);

export const subnetId = matching('must be the id of a subnet', /^subnet-[0-9a-f]{8,17}$/);

export const securityGroupId = matching('must be the id of a security group', /^sg-[0-9a-f]{8,17}$/);
