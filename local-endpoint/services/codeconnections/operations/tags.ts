import type { Operation } from '../../../kit/operation';
import type { ConnectionsStore } from '../store';
import { findConnection } from '../find-connection';
import type { Tag } from '../model';

interface Resource {
  readonly ResourceArn?: string;
}

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_TagResource.html */
export const tagResource =
  (store: ConnectionsStore): Operation<Resource & { readonly Tags?: readonly Tag[] }> =>
  async ({ ResourceArn, Tags = [] }, context) => {
    const connection = findConnection(store, context, ResourceArn);
    const given = new Set(Tags.map(({ Key }) => Key));
    connection.tags = [...connection.tags.filter(({ Key }) => !given.has(Key)), ...Tags];
    return {};
  };

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_UntagResource.html */
export const untagResource =
  (store: ConnectionsStore): Operation<Resource & { readonly TagKeys?: readonly string[] }> =>
  async ({ ResourceArn, TagKeys = [] }, context) => {
    const connection = findConnection(store, context, ResourceArn);
    connection.tags = connection.tags.filter(({ Key }) => !TagKeys.includes(Key));
    return {};
  };

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource =
  (store: ConnectionsStore): Operation<Resource> =>
  async ({ ResourceArn }, context) => ({ Tags: findConnection(store, context, ResourceArn).tags });
