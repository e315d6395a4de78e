import type { Operation } from '../../../endpoint/service';
import type { Room } from '../../../git/room';
import { findConnection } from '../find-connection';
import type { Tag } from '../model';

interface Resource {
  readonly ResourceArn?: string;
}

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_TagResource.html */
export const tagResource =
  (room: Room): Operation<Resource & { readonly Tags?: readonly Tag[] }> =>
  async ({ ResourceArn, Tags = [] }, context) => {
    const connection = findConnection(room, context, ResourceArn);
    const given = new Set(Tags.map(({ Key }) => Key));
    connection.tags = [...connection.tags.filter(({ Key }) => !given.has(Key)), ...Tags];
    return {};
  };

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_UntagResource.html */
export const untagResource =
  (room: Room): Operation<Resource & { readonly TagKeys?: readonly string[] }> =>
  async ({ ResourceArn, TagKeys = [] }, context) => {
    const connection = findConnection(room, context, ResourceArn);
    connection.tags = connection.tags.filter(({ Key }) => !TagKeys.includes(Key));
    return {};
  };

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource =
  (room: Room): Operation<Resource> =>
  async ({ ResourceArn }, context) => ({ Tags: findConnection(room, context, ResourceArn).tags });
