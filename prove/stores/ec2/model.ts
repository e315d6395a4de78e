import type { LaunchTemplateVersion, Subnet } from '@aws-sdk/client-ec2';

/** Launch templates by name, images by id, and subnets. */
export interface Ec2State {
  readonly templates: Record<string, TemplateRecord>;
  readonly images: Record<string, ImageRecord>;
  readonly subnets: readonly Subnet[];
  /** Ids of images that there were. @default - none */
  deregistered?: string[];
}

export interface TemplateRecord {
  readonly id: string;
  versions: LaunchTemplateVersion[];
  /** Number of the version made last; a number is used once. */
  last: number;
  /** Numbers of versions by the client tokens that made them. */
  readonly tokens: Record<string, number>;
}

export interface ImageRecord {
  readonly createdAt: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Of which of its instances health checks succeed. */
  readonly succeeds: 'all' | 'every-other' | 'none';
}
