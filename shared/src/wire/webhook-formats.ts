/** Slack's own form, which many chats take, or signed as https://www.standardwebhooks.com says. */
export const webhookFormats = {
  slack: 'Slack or compatible',
  standard: 'Signed (Standard Webhooks)',
} as const

export type WebhookFormat = keyof typeof webhookFormats
