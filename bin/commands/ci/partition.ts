/** A part of AWS with accounts, names and domains of its own. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export interface Partition {
  /** As ARNs begin with it. */
  readonly name: string;
  /** What host names of services end in. */
  readonly domain: string;
}

const CHINA = { name: 'aws-cn', domain: 'amazonaws.com.cn' };
const GOVERNMENT = { name: 'aws-us-gov', domain: 'amazonaws.com' };
const COMMERCIAL = { name: 'aws', domain: 'amazonaws.com' };

/** The partition that a region is in. */
export function partitionOf(region: string): Partition {
  if (region.startsWith('cn-')) return CHINA;
  return region.startsWith('us-gov-') ? GOVERNMENT : COMMERCIAL;
}
