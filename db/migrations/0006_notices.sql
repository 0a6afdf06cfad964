CREATE TABLE "notice" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"kind" text NOT NULL,
	"category" text NOT NULL,
	"key" text NOT NULL,
	"payload" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"read_at" timestamp (3) with time zone,
	"mail_pace" text NOT NULL,
	"mail_due_at" timestamp (3) with time zone,
	"mailed_at" timestamp (3) with time zone,
	"mail_id" text,
	CONSTRAINT "notice_once" UNIQUE("user_id","key"),
	CONSTRAINT "notice_category" CHECK ("notice"."category" in ('security', 'money', 'earnings', 'carriage', 'site', 'publishing', 'buying', 'operating')),
	CONSTRAINT "notice_mail_pace" CHECK ("notice"."mail_pace" in ('now', 'weekly', 'app'))
);
--> statement-breakpoint
CREATE TABLE "notice_preference" (
	"user_id" text NOT NULL,
	"category" text NOT NULL,
	"channel" text NOT NULL,
	"before_unsubscribe" text,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "notice_preference_user_id_category_pk" PRIMARY KEY("user_id","category"),
	CONSTRAINT "notice_preference_category" CHECK ("notice_preference"."category" in ('money', 'earnings', 'carriage', 'site', 'publishing', 'buying', 'operating', 'digest')),
	CONSTRAINT "notice_preference_channel" CHECK ("notice_preference"."channel" in ('now', 'weekly', 'app', 'off'))
);
--> statement-breakpoint
CREATE TABLE "mail_address" (
	"address" text PRIMARY KEY NOT NULL,
	"failures_in_row" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"given_up_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "mail" ADD COLUMN "headers" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "mail" ADD COLUMN "failed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "notice" ADD CONSTRAINT "notice_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_preference" ADD CONSTRAINT "notice_preference_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notice_user" ON "notice" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "notice_unread" ON "notice" USING btree ("user_id") WHERE "notice"."read_at" is null;--> statement-breakpoint
CREATE INDEX "notice_mail_due" ON "notice" USING btree ("mail_due_at") WHERE "notice"."mail_due_at" is not null;--> statement-breakpoint
CREATE INDEX "notice_mailed" ON "notice" USING btree ("user_id","mailed_at") WHERE "notice"."mailed_at" is not null;
