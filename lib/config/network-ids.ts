import { matching } from './schema-parts';

export const subnetId = matching('must be the id of a subnet', /^subnet-[0-9a-f]{8,17}$/);

export const securityGroupId = matching('must be the id of a security group', /^sg-[0-9a-f]{8,17}$/);
