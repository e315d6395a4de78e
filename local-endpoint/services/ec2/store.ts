import { randomBytes } from 'node:crypto';
import type {
  CreateVolumePermission,
  Image,
  Instance,
  LaunchPermission,
  RequestLaunchTemplateData,
  Snapshot,
  Volume,
} from '@aws-sdk/client-ec2';
import type { AwsIdentity } from '../../kit/aws';
import type { ServiceContext } from '../../kit/context';
import type { Scope } from '../../kit/scope';
import { Store } from '../../kit/store';

/** Instances, their volumes, snapshots, images and launch templates; networks and key pairs are moto's. */
export class Ec2Store extends Store<Ec2State> {
  /** Images of vendors, which never change, by region. */
  readonly vendorImages = new Map<string, Promise<Image[]>>();

  constructor(readonly context: ServiceContext) {
    super((scope) => ({
      scope,
      templates: new Map(),
      instances: new Map(),
      volumes: new Map(),
      snapshots: new Map(),
      images: new Map(),
      deregistered: new Set(),
      tags: new Map(),
      answers: new Map(),
      lastAddress: new Map(),
    }));
  }

  /** The endpoint itself, in an account and region. */
  asService({ account, region }: Scope): AwsIdentity {
    return this.context.aws.asService(account, region);
  }
}

/** What EC2 keeps for one account in one region, each by its id. */
export interface Ec2State {
  readonly scope: Scope;
  readonly templates: Map<string, StoredTemplate>;
  readonly instances: Map<string, StoredInstance>;
  readonly volumes: Map<string, Volume>;
  readonly snapshots: Map<string, StoredSnapshot>;
  readonly images: Map<string, StoredImage>;
  /** Ids of images that there were. */
  readonly deregistered: Set<string>;
  /** Tags of all of these. */
  readonly tags: Map<string, Map<string, string>>;
  /** Answers to calls with a client token, by operation and token. */
  readonly answers: Map<string, RememberedAnswer>;
  /** The last private address that a subnet gave out, as a number. */
  readonly lastAddress: Map<string, number>;
}

/** A launch template without its tags. */
export interface StoredTemplate {
  readonly id: string;
  readonly name: string;
  readonly createTime: Date;
  readonly createdBy: string;
  defaultVersion: number;
  /** The highest number so far; a number is not used again after its version was deleted. */
  lastNumber: number;
  readonly versions: Map<number, StoredVersion>;
}

/** A version of a launch template. */
export interface StoredVersion {
  readonly number: number;
  readonly description?: string;
  readonly createTime: Date;
  readonly createdBy: string;
  readonly data: RequestLaunchTemplateData;
}

/** An instance without its tags. */
export interface StoredInstance {
  readonly instance: Instance;
  readonly reservationId: string;
  /** Base64. */
  userData?: string;
  disableApiTermination: boolean;
  disableApiStop: boolean;
  shutdownBehavior: string;
  /** @default - it was not terminated */
  terminatedAt?: Date;
}

/** An image without its tags. */
export interface StoredImage {
  image: Image;
  /** When it becomes available. */
  readonly availableAt: Date;
  /** Who may launch it besides its owner. */
  readonly launchPermissions: LaunchPermission[];
}

/** A snapshot without its tags. */
export interface StoredSnapshot {
  readonly snapshot: Snapshot & { readonly SnapshotId: string };
  /** When it is completed. */
  readonly completedAt: Date;
  /** Who may create volumes of it besides its owner. */
  readonly createVolumePermissions: CreateVolumePermission[];
}

/** An answer that the same call gets again. */
export interface RememberedAnswer {
  /** JSON. */
  readonly input: string;
  readonly output: Promise<object>;
}

/** A new id, for example `lt-0123456789abcdef0`. */
export const newId = (prefix: string): string => `${prefix}-0${randomBytes(8).toString('hex')}`;
