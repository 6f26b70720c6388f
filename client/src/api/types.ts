import type { components } from './schema';

/* The names that the rest of the client uses for the schemas of docs/openapi.yaml. */
type Schemas = components['schemas'];

export type User = Schemas['User'];
export type Status = Schemas['Status'];
export type ChosenStatus = Exclude<Schemas['ChosenStatus'], 'away'>;
export type Author = Schemas['Author'];
export type Server = Schemas['Server'];
export type ServerSummary = Schemas['ServerSummary'];
export type ServerInfo = Schemas['ServerInfo'];
export type InvitePreview = Schemas['InvitePreview'];
export type Member = Schemas['Member'];
export type Channel = Schemas['Channel'];
export type ChannelType = Schemas['ChannelType'];
export type ChannelMessage = Schemas['Message'];
export type DirectMessage = Schemas['DirectMessage'];
/** A message of either kind of room. */
export type Message = ChannelMessage | DirectMessage;
export type Conversation = Schemas['Conversation'];
export type ConversationInfo = Schemas['ConversationInfo'];
export type Instance = Schemas['Instance'];
