import { matching } from '../../../config/schema-parts';

/** https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html */
export const instanceType = matching(
  'must be an instance type such as t3.small',
  /^[a-z][a-z0-9-]{0,20}\.[a-z0-9-]{2,20}$/,
);
