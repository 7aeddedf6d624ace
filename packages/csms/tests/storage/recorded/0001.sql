BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE api_key (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	prefix TEXT NOT NULL, 
	key_hash TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	last_used_at BIGINT, 
	CONSTRAINT pk_api_key PRIMARY KEY (id), 
	CONSTRAINT uq_api_key_key_hash UNIQUE (key_hash), 
	CONSTRAINT uq_api_key_name UNIQUE (name)
);
INSERT INTO "api_key" VALUES(1,'name 1 "ü\ 🔌','prefix 1 "ü\ 🔌','key_hash 1 "ü\ 🔌',1767323045678902,1767323045678902);
INSERT INTO "api_key" VALUES(2,'name 2 "ü\ 🔌','prefix 2 "ü\ 🔌','key_hash 2 "ü\ 🔌',1767323045678903,1767323045678903);
INSERT INTO "api_key" VALUES(3,'name 3 "ü\ 🔌','prefix 3 "ü\ 🔌','key_hash 3 "ü\ 🔌',1767323045678904,NULL);
CREATE TABLE charging_limit (
	station_id BIGINT NOT NULL, 
	evse BIGINT NOT NULL, 
	purpose TEXT NOT NULL, 
	profile_id BIGINT NOT NULL, 
	transaction_id BIGINT, 
	set_at BIGINT NOT NULL, 
	CONSTRAINT pk_charging_limit PRIMARY KEY (station_id, evse, purpose), 
	CONSTRAINT fk_charging_limit_station_id FOREIGN KEY(station_id) REFERENCES station (id) ON DELETE CASCADE
);
INSERT INTO "charging_limit" VALUES(1,1099511627777,'purpose 1 "ü\ 🔌',1099511627777,1099511627777,1767323045678902);
INSERT INTO "charging_limit" VALUES(2,1099511627778,'purpose 2 "ü\ 🔌',1099511627778,1099511627778,1767323045678903);
INSERT INTO "charging_limit" VALUES(3,1099511627779,'purpose 3 "ü\ 🔌',1099511627779,NULL,1767323045678904);
CREATE TABLE command (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	station_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	request TEXT NOT NULL, 
	requested_by TEXT NOT NULL, 
	requested_at BIGINT NOT NULL, 
	outcome TEXT NOT NULL, 
	answer TEXT, 
	detail TEXT, 
	finished_at BIGINT, 
	remote_start_id BIGINT, 
	id_token_key TEXT, 
	evse BIGINT, 
	transaction_id BIGINT, 
	CONSTRAINT fk_command_station_id FOREIGN KEY(station_id) REFERENCES station (id) ON DELETE CASCADE, 
	CONSTRAINT fk_command_transaction_id FOREIGN KEY(transaction_id) REFERENCES "transaction" (id) ON DELETE SET NULL
);
INSERT INTO "command" VALUES(1,1,'name 1 "ü\ 🔌','request 1 "ü\ 🔌','requested_by 1 "ü\ 🔌',1767323045678902,'outcome 1 "ü\ 🔌','answer 1 "ü\ 🔌','detail 1 "ü\ 🔌',1767323045678902,1099511627777,'id_token_key 1 "ü\ 🔌',1099511627777,1);
INSERT INTO "command" VALUES(2,2,'name 2 "ü\ 🔌','request 2 "ü\ 🔌','requested_by 2 "ü\ 🔌',1767323045678903,'outcome 2 "ü\ 🔌','answer 2 "ü\ 🔌','detail 2 "ü\ 🔌',1767323045678903,1099511627778,'id_token_key 2 "ü\ 🔌',1099511627778,2);
INSERT INTO "command" VALUES(3,3,'name 3 "ü\ 🔌','request 3 "ü\ 🔌','requested_by 3 "ü\ 🔌',1767323045678904,'outcome 3 "ü\ 🔌',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE connector (
	station_id BIGINT NOT NULL, 
	evse BIGINT NOT NULL, 
	connector BIGINT NOT NULL, 
	status TEXT NOT NULL, 
	since BIGINT NOT NULL, 
	reported_at BIGINT NOT NULL, 
	received_at BIGINT NOT NULL, 
	error_code TEXT, 
	error_info TEXT, 
	vendor_error_code TEXT, 
	CONSTRAINT pk_connector PRIMARY KEY (station_id, evse, connector), 
	CONSTRAINT fk_connector_station_id FOREIGN KEY(station_id) REFERENCES station (id) ON DELETE CASCADE
);
INSERT INTO "connector" VALUES(1,1099511627777,1099511627777,'status 1 "ü\ 🔌',1767323045678902,1767323045678902,1767323045678902,'error_code 1 "ü\ 🔌','error_info 1 "ü\ 🔌','vendor_error_code 1 "ü\ 🔌');
INSERT INTO "connector" VALUES(2,1099511627778,1099511627778,'status 2 "ü\ 🔌',1767323045678903,1767323045678903,1767323045678903,'error_code 2 "ü\ 🔌','error_info 2 "ü\ 🔌','vendor_error_code 2 "ü\ 🔌');
INSERT INTO "connector" VALUES(3,1099511627779,1099511627779,'status 3 "ü\ 🔌',1767323045678904,1767323045678904,1767323045678904,NULL,NULL,NULL);
CREATE TABLE counter (
	station_id BIGINT NOT NULL, 
	value BIGINT NOT NULL, 
	CONSTRAINT pk_counter PRIMARY KEY (station_id), 
	CONSTRAINT fk_counter_station_id FOREIGN KEY(station_id) REFERENCES station (id) ON DELETE CASCADE
);
INSERT INTO "counter" VALUES(1,1099511627777);
INSERT INTO "counter" VALUES(2,1099511627778);
INSERT INTO "counter" VALUES(3,1099511627779);
CREATE TABLE decision (
	id INTEGER NOT NULL, 
	station_id BIGINT NOT NULL, 
	decided_at BIGINT NOT NULL, 
	id_token TEXT NOT NULL, 
	id_token_key TEXT NOT NULL, 
	type TEXT NOT NULL, 
	occasion TEXT NOT NULL, 
	status TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_decision PRIMARY KEY (id), 
	CONSTRAINT fk_decision_station_id FOREIGN KEY(station_id) REFERENCES station (id) ON DELETE CASCADE
);
INSERT INTO "decision" VALUES(1,1,1767323045678902,'id_token 1 "ü\ 🔌','id_token_key 1 "ü\ 🔌','type 1 "ü\ 🔌','occasion 1 "ü\ 🔌','status 1 "ü\ 🔌','reason 1 "ü\ 🔌');
INSERT INTO "decision" VALUES(2,2,1767323045678903,'id_token 2 "ü\ 🔌','id_token_key 2 "ü\ 🔌','type 2 "ü\ 🔌','occasion 2 "ü\ 🔌','status 2 "ü\ 🔌','reason 2 "ü\ 🔌');
INSERT INTO "decision" VALUES(3,3,1767323045678904,'id_token 3 "ü\ 🔌','id_token_key 3 "ü\ 🔌','type 3 "ü\ 🔌','occasion 3 "ü\ 🔌','status 3 "ü\ 🔌','reason 3 "ü\ 🔌');
CREATE TABLE event (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name TEXT NOT NULL, 
	station TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	payload TEXT NOT NULL
);
INSERT INTO "event" VALUES(1,'name 1 "ü\ 🔌','station 1 "ü\ 🔌',1767323045678902,'payload 1 "ü\ 🔌');
INSERT INTO "event" VALUES(2,'name 2 "ü\ 🔌','station 2 "ü\ 🔌',1767323045678903,'payload 2 "ü\ 🔌');
INSERT INTO "event" VALUES(3,'name 3 "ü\ 🔌','station 3 "ü\ 🔌',1767323045678904,'payload 3 "ü\ 🔌');
CREATE TABLE inventory (
	station_id BIGINT NOT NULL, 
	firmware TEXT, 
	asked_at BIGINT NOT NULL, 
	request_id BIGINT, 
	seq_nos TEXT DEFAULT '[]' NOT NULL, 
	last_seq_no BIGINT, 
	finished_at BIGINT, 
	CONSTRAINT pk_inventory PRIMARY KEY (station_id), 
	CONSTRAINT fk_inventory_station_id FOREIGN KEY(station_id) REFERENCES station (id) ON DELETE CASCADE
);
INSERT INTO "inventory" VALUES(1,'firmware 1 "ü\ 🔌',1767323045678902,1099511627777,'seq_nos 1 "ü\ 🔌',1099511627777,1767323045678902);
INSERT INTO "inventory" VALUES(2,'firmware 2 "ü\ 🔌',1767323045678903,1099511627778,'seq_nos 2 "ü\ 🔌',1099511627778,1767323045678903);
INSERT INTO "inventory" VALUES(3,NULL,1767323045678904,NULL,'seq_nos 3 "ü\ 🔌',NULL,NULL);
CREATE TABLE knock (
	id INTEGER NOT NULL, 
	identity TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	cause TEXT NOT NULL, 
	text TEXT NOT NULL, 
	remedy TEXT NOT NULL, 
	remote_address TEXT, 
	status INTEGER NOT NULL, 
	count BIGINT NOT NULL, 
	first_at BIGINT NOT NULL, 
	last_at BIGINT NOT NULL, 
	path TEXT, 
	offered TEXT NOT NULL, 
	CONSTRAINT pk_knock PRIMARY KEY (id), 
	CONSTRAINT uq_knock_identity_origin_cause UNIQUE (identity, origin, cause)
);
INSERT INTO "knock" VALUES(1,'identity 1 "ü\ 🔌','origin 1 "ü\ 🔌','cause 1 "ü\ 🔌','text 1 "ü\ 🔌','remedy 1 "ü\ 🔌','remote_address 1 "ü\ 🔌',1,1099511627777,1767323045678902,1767323045678902,'path 1 "ü\ 🔌','offered 1 "ü\ 🔌');
INSERT INTO "knock" VALUES(2,'identity 2 "ü\ 🔌','origin 2 "ü\ 🔌','cause 2 "ü\ 🔌','text 2 "ü\ 🔌','remedy 2 "ü\ 🔌','remote_address 2 "ü\ 🔌',2,1099511627778,1767323045678903,1767323045678903,'path 2 "ü\ 🔌','offered 2 "ü\ 🔌');
INSERT INTO "knock" VALUES(3,'identity 3 "ü\ 🔌','origin 3 "ü\ 🔌','cause 3 "ü\ 🔌','text 3 "ü\ 🔌','remedy 3 "ü\ 🔌',NULL,3,1099511627779,1767323045678904,1767323045678904,NULL,'offered 3 "ü\ 🔌');
CREATE TABLE login (
	token_hash TEXT NOT NULL, 
	user_id BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	CONSTRAINT pk_login PRIMARY KEY (token_hash), 
	CONSTRAINT fk_login_user_id FOREIGN KEY(user_id) REFERENCES user (id) ON DELETE CASCADE
);
INSERT INTO "login" VALUES('token_hash 1 "ü\ 🔌',1,1767323045678902,1767323045678902);
INSERT INTO "login" VALUES('token_hash 2 "ü\ 🔌',2,1767323045678903,1767323045678903);
INSERT INTO "login" VALUES('token_hash 3 "ü\ 🔌',3,1767323045678904,1767323045678904);
CREATE TABLE meter_value (
	id INTEGER NOT NULL, 
	station_id BIGINT NOT NULL, 
	evse BIGINT NOT NULL, 
	transaction_id BIGINT, 
	sampled_at BIGINT NOT NULL, 
	received_at BIGINT NOT NULL, 
	context TEXT NOT NULL, 
	digest BIGINT NOT NULL, 
	raw TEXT NOT NULL, 
	notes TEXT, 
	energy_import_wh FLOAT, 
	energy_export_wh FLOAT, 
	energy_interval_import_wh FLOAT, 
	power_import_w FLOAT, 
	power_export_w FLOAT, 
	power_offered_w FLOAT, 
	current_import_a FLOAT, 
	current_export_a FLOAT, 
	current_offered_a FLOAT, 
	voltage_v FLOAT, 
	soc_percent FLOAT, 
	temperature_c FLOAT, 
	frequency_hz FLOAT, 
	power_l1_w FLOAT, 
	power_l2_w FLOAT, 
	power_l3_w FLOAT, 
	current_l1_a FLOAT, 
	current_l2_a FLOAT, 
	current_l3_a FLOAT, 
	current_n_a FLOAT, 
	voltage_l1_v FLOAT, 
	voltage_l2_v FLOAT, 
	voltage_l3_v FLOAT, 
	CONSTRAINT pk_meter_value PRIMARY KEY (id), 
	CONSTRAINT fk_meter_value_station_id FOREIGN KEY(station_id) REFERENCES station (id) ON DELETE CASCADE, 
	CONSTRAINT fk_meter_value_transaction_id FOREIGN KEY(transaction_id) REFERENCES "transaction" (id) ON DELETE CASCADE, 
	CONSTRAINT uq_meter_value_station_id_sampled_at_evse_digest UNIQUE (station_id, sampled_at, evse, digest)
);
INSERT INTO "meter_value" VALUES(1,1,1099511627777,1,1767323045678902,1767323045678902,'context 1 "ü\ 🔌',1099511627777,'raw 1 "ü\ 🔌','notes 1 "ü\ 🔌',1.1,1.1,1.1,1.1,1.1,1.1,1.1,1.1,1.1,1.1,1.1,1.1,1.1,1.1,1.1,1.1,1.1,1.1,1.1,1.1,1.1,1.1,1.1);
INSERT INTO "meter_value" VALUES(2,2,1099511627778,2,1767323045678903,1767323045678903,'context 2 "ü\ 🔌',1099511627778,'raw 2 "ü\ 🔌','notes 2 "ü\ 🔌',2.1,2.1,2.1,2.1,2.1,2.1,2.1,2.1,2.1,2.1,2.1,2.1,2.1,2.1,2.1,2.1,2.1,2.1,2.1,2.1,2.1,2.1,2.1);
INSERT INTO "meter_value" VALUES(3,3,1099511627779,NULL,1767323045678904,1767323045678904,'context 3 "ü\ 🔌',1099511627779,'raw 3 "ü\ 🔌',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE notification (
	id INTEGER NOT NULL, 
	station_id BIGINT NOT NULL, 
	action TEXT NOT NULL, 
	payload TEXT NOT NULL, 
	received_at BIGINT NOT NULL, 
	CONSTRAINT pk_notification PRIMARY KEY (id), 
	CONSTRAINT fk_notification_station_id FOREIGN KEY(station_id) REFERENCES station (id) ON DELETE CASCADE
);
INSERT INTO "notification" VALUES(1,1,'action 1 "ü\ 🔌','payload 1 "ü\ 🔌',1767323045678902);
INSERT INTO "notification" VALUES(2,2,'action 2 "ü\ 🔌','payload 2 "ü\ 🔌',1767323045678903);
INSERT INTO "notification" VALUES(3,3,'action 3 "ü\ 🔌','payload 3 "ü\ 🔌',1767323045678904);
CREATE TABLE security_event (
	id INTEGER NOT NULL, 
	station_id BIGINT NOT NULL, 
	type TEXT NOT NULL, 
	info TEXT, 
	happened_at BIGINT NOT NULL, 
	received_at BIGINT NOT NULL, 
	CONSTRAINT pk_security_event PRIMARY KEY (id), 
	CONSTRAINT fk_security_event_station_id FOREIGN KEY(station_id) REFERENCES station (id) ON DELETE CASCADE, 
	CONSTRAINT uq_security_event_station_id_happened_at_type UNIQUE (station_id, happened_at, type)
);
INSERT INTO "security_event" VALUES(1,1,'type 1 "ü\ 🔌','info 1 "ü\ 🔌',1767323045678902,1767323045678902);
INSERT INTO "security_event" VALUES(2,2,'type 2 "ü\ 🔌','info 2 "ü\ 🔌',1767323045678903,1767323045678903);
INSERT INTO "security_event" VALUES(3,3,'type 3 "ü\ 🔌',NULL,1767323045678904,1767323045678904);
CREATE TABLE site (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	address TEXT DEFAULT '' NOT NULL, 
	time_zone TEXT DEFAULT 'UTC' NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_site PRIMARY KEY (id), 
	CONSTRAINT uq_site_name UNIQUE (name)
);
INSERT INTO "site" VALUES(1,'name 1 "ü\ 🔌','address 1 "ü\ 🔌','time_zone 1 "ü\ 🔌',1767323045678902);
INSERT INTO "site" VALUES(2,'name 2 "ü\ 🔌','address 2 "ü\ 🔌','time_zone 2 "ü\ 🔌',1767323045678903);
INSERT INTO "site" VALUES(3,'name 3 "ü\ 🔌','address 3 "ü\ 🔌','time_zone 3 "ü\ 🔌',1767323045678904);
CREATE TABLE station (
	id INTEGER NOT NULL, 
	identity TEXT NOT NULL, 
	site_id BIGINT, 
	admission TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	note TEXT DEFAULT '' NOT NULL, 
	security_profile INTEGER DEFAULT '0' NOT NULL, 
	password_hash TEXT, 
	offered_password_hash TEXT, 
	certificate_name TEXT, 
	certificate_issuer TEXT, 
	is_free BOOLEAN DEFAULT 0 NOT NULL, 
	is_strict BOOLEAN DEFAULT 0 NOT NULL, 
	response_delay_s FLOAT DEFAULT '0' NOT NULL, 
	time_zone TEXT DEFAULT 'UTC' NOT NULL, 
	tolerances TEXT, 
	subprotocol TEXT, 
	vendor TEXT, 
	model TEXT, 
	serial_number TEXT, 
	firmware TEXT, 
	iccid TEXT, 
	imsi TEXT, 
	meter_type TEXT, 
	meter_serial_number TEXT, 
	boot_reason TEXT, 
	booted_at BIGINT, 
	version TEXT, 
	is_connected BOOLEAN DEFAULT 0 NOT NULL, 
	connected_at BIGINT, 
	disconnected_at BIGINT, 
	last_seen_at BIGINT, 
	remote_address TEXT, 
	connected_profile INTEGER, 
	CONSTRAINT pk_station PRIMARY KEY (id), 
	CONSTRAINT fk_station_site_id FOREIGN KEY(site_id) REFERENCES site (id) ON DELETE SET NULL, 
	CONSTRAINT uq_station_identity UNIQUE (identity)
);
INSERT INTO "station" VALUES(1,'identity 1 "ü\ 🔌',1,'admission 1 "ü\ 🔌',1767323045678902,'note 1 "ü\ 🔌',1,'password_hash 1 "ü\ 🔌','offered_password_hash 1 "ü\ 🔌','certificate_name 1 "ü\ 🔌','certificate_issuer 1 "ü\ 🔌',0,0,1.1,'time_zone 1 "ü\ 🔌','tolerances 1 "ü\ 🔌','subprotocol 1 "ü\ 🔌','vendor 1 "ü\ 🔌','model 1 "ü\ 🔌','serial_number 1 "ü\ 🔌','firmware 1 "ü\ 🔌','iccid 1 "ü\ 🔌','imsi 1 "ü\ 🔌','meter_type 1 "ü\ 🔌','meter_serial_number 1 "ü\ 🔌','boot_reason 1 "ü\ 🔌',1767323045678902,'version 1 "ü\ 🔌',0,1767323045678902,1767323045678902,1767323045678902,'remote_address 1 "ü\ 🔌',1);
INSERT INTO "station" VALUES(2,'identity 2 "ü\ 🔌',2,'admission 2 "ü\ 🔌',1767323045678903,'note 2 "ü\ 🔌',2,'password_hash 2 "ü\ 🔌','offered_password_hash 2 "ü\ 🔌','certificate_name 2 "ü\ 🔌','certificate_issuer 2 "ü\ 🔌',1,1,2.1,'time_zone 2 "ü\ 🔌','tolerances 2 "ü\ 🔌','subprotocol 2 "ü\ 🔌','vendor 2 "ü\ 🔌','model 2 "ü\ 🔌','serial_number 2 "ü\ 🔌','firmware 2 "ü\ 🔌','iccid 2 "ü\ 🔌','imsi 2 "ü\ 🔌','meter_type 2 "ü\ 🔌','meter_serial_number 2 "ü\ 🔌','boot_reason 2 "ü\ 🔌',1767323045678903,'version 2 "ü\ 🔌',1,1767323045678903,1767323045678903,1767323045678903,'remote_address 2 "ü\ 🔌',2);
INSERT INTO "station" VALUES(3,'identity 3 "ü\ 🔌',NULL,'admission 3 "ü\ 🔌',1767323045678904,'note 3 "ü\ 🔌',3,NULL,NULL,NULL,NULL,0,0,3.1,'time_zone 3 "ü\ 🔌',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE status_report (
	id INTEGER NOT NULL, 
	station_id BIGINT NOT NULL, 
	evse BIGINT NOT NULL, 
	connector BIGINT NOT NULL, 
	status TEXT NOT NULL, 
	reported_at BIGINT NOT NULL, 
	received_at BIGINT NOT NULL, 
	error_code TEXT, 
	error_info TEXT, 
	vendor_error_code TEXT, 
	CONSTRAINT pk_status_report PRIMARY KEY (id), 
	CONSTRAINT fk_status_report_station_id FOREIGN KEY(station_id) REFERENCES station (id) ON DELETE CASCADE
);
INSERT INTO "status_report" VALUES(1,1,1099511627777,1099511627777,'status 1 "ü\ 🔌',1767323045678902,1767323045678902,'error_code 1 "ü\ 🔌','error_info 1 "ü\ 🔌','vendor_error_code 1 "ü\ 🔌');
INSERT INTO "status_report" VALUES(2,2,1099511627778,1099511627778,'status 2 "ü\ 🔌',1767323045678903,1767323045678903,'error_code 2 "ü\ 🔌','error_info 2 "ü\ 🔌','vendor_error_code 2 "ü\ 🔌');
INSERT INTO "status_report" VALUES(3,3,1099511627779,1099511627779,'status 3 "ü\ 🔌',1767323045678904,1767323045678904,NULL,NULL,NULL);
CREATE TABLE token (
	id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	id_token TEXT NOT NULL, 
	type TEXT NOT NULL, 
	"group" TEXT, 
	is_blocked BOOLEAN DEFAULT 0 NOT NULL, 
	expires_at BIGINT, 
	concurrent_limit BIGINT, 
	stations TEXT DEFAULT '[]' NOT NULL, 
	note TEXT DEFAULT '' NOT NULL, 
	created_at BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	CONSTRAINT pk_token PRIMARY KEY (id), 
	CONSTRAINT uq_token_key UNIQUE ("key")
);
INSERT INTO "token" VALUES(1,'key 1 "ü\ 🔌','id_token 1 "ü\ 🔌','type 1 "ü\ 🔌','group 1 "ü\ 🔌',0,1767323045678902,1099511627777,'stations 1 "ü\ 🔌','note 1 "ü\ 🔌',1767323045678902,1767323045678902);
INSERT INTO "token" VALUES(2,'key 2 "ü\ 🔌','id_token 2 "ü\ 🔌','type 2 "ü\ 🔌','group 2 "ü\ 🔌',1,1767323045678903,1099511627778,'stations 2 "ü\ 🔌','note 2 "ü\ 🔌',1767323045678903,1767323045678903);
INSERT INTO "token" VALUES(3,'key 3 "ü\ 🔌','id_token 3 "ü\ 🔌','type 3 "ü\ 🔌',NULL,0,NULL,NULL,'stations 3 "ü\ 🔌','note 3 "ü\ 🔌',1767323045678904,1767323045678904);
CREATE TABLE "transaction" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	station_id BIGINT NOT NULL, 
	reference TEXT NOT NULL, 
	evse BIGINT, 
	connector BIGINT, 
	is_open BOOLEAN NOT NULL, 
	charging_state TEXT, 
	charging_state_since BIGINT, 
	id_token TEXT, 
	id_token_key TEXT, 
	id_token_type TEXT, 
	id_token_group TEXT, 
	authorization TEXT, 
	started_at BIGINT NOT NULL, 
	ended_at BIGINT, 
	received_at BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	stop_received_at BIGINT, 
	is_end_assumed BOOLEAN DEFAULT 0 NOT NULL, 
	stopped_reason TEXT, 
	stop_id_token TEXT, 
	stop_key TEXT, 
	reservation_id BIGINT, 
	remote_start_id BIGINT, 
	is_offline BOOLEAN DEFAULT 0 NOT NULL, 
	meter_start_wh FLOAT, 
	meter_stop_wh FLOAT, 
	energy_wh FLOAT, 
	tally TEXT DEFAULT '{}' NOT NULL, 
	power_w FLOAT, 
	soc_percent FLOAT, 
	metered_at BIGINT, 
	flags TEXT DEFAULT '[]' NOT NULL, 
	is_start_known BOOLEAN DEFAULT 0 NOT NULL, 
	is_announced BOOLEAN DEFAULT 0 NOT NULL, 
	asked_at BIGINT, 
	token_seq_no BIGINT, 
	state_seq_no BIGINT, 
	first_seq_no BIGINT, 
	last_seq_no BIGINT, 
	event_count BIGINT DEFAULT '0' NOT NULL, 
	start_key TEXT NOT NULL, 
	CONSTRAINT fk_transaction_station_id FOREIGN KEY(station_id) REFERENCES station (id) ON DELETE CASCADE, 
	CONSTRAINT uq_transaction_station_id_start_key UNIQUE (station_id, start_key)
);
INSERT INTO "transaction" VALUES(1,1,'reference 1 "ü\ 🔌',1099511627777,1099511627777,0,'charging_state 1 "ü\ 🔌',1767323045678902,'id_token 1 "ü\ 🔌','id_token_key 1 "ü\ 🔌','id_token_type 1 "ü\ 🔌','id_token_group 1 "ü\ 🔌','authorization 1 "ü\ 🔌',1767323045678902,1767323045678902,1767323045678902,1767323045678902,1767323045678902,0,'stopped_reason 1 "ü\ 🔌','stop_id_token 1 "ü\ 🔌','stop_key 1 "ü\ 🔌',1099511627777,1099511627777,0,1.1,1.1,1.1,'tally 1 "ü\ 🔌',1.1,1.1,1767323045678902,'flags 1 "ü\ 🔌',0,0,1767323045678902,1099511627777,1099511627777,1099511627777,1099511627777,1099511627777,'start_key 1 "ü\ 🔌');
INSERT INTO "transaction" VALUES(2,2,'reference 2 "ü\ 🔌',1099511627778,1099511627778,1,'charging_state 2 "ü\ 🔌',1767323045678903,'id_token 2 "ü\ 🔌','id_token_key 2 "ü\ 🔌','id_token_type 2 "ü\ 🔌','id_token_group 2 "ü\ 🔌','authorization 2 "ü\ 🔌',1767323045678903,1767323045678903,1767323045678903,1767323045678903,1767323045678903,1,'stopped_reason 2 "ü\ 🔌','stop_id_token 2 "ü\ 🔌','stop_key 2 "ü\ 🔌',1099511627778,1099511627778,1,2.1,2.1,2.1,'tally 2 "ü\ 🔌',2.1,2.1,1767323045678903,'flags 2 "ü\ 🔌',1,1,1767323045678903,1099511627778,1099511627778,1099511627778,1099511627778,1099511627778,'start_key 2 "ü\ 🔌');
INSERT INTO "transaction" VALUES(3,3,'reference 3 "ü\ 🔌',NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1767323045678904,NULL,1767323045678904,1767323045678904,NULL,0,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'tally 3 "ü\ 🔌',NULL,NULL,NULL,'flags 3 "ü\ 🔌',0,0,NULL,NULL,NULL,NULL,NULL,1099511627779,'start_key 3 "ü\ 🔌');
CREATE TABLE transaction_event (
	id INTEGER NOT NULL, 
	transaction_id BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	text TEXT NOT NULL, 
	happened_at BIGINT NOT NULL, 
	received_at BIGINT NOT NULL, 
	seq_no BIGINT, 
	payload TEXT, 
	CONSTRAINT pk_transaction_event PRIMARY KEY (id), 
	CONSTRAINT fk_transaction_event_transaction_id FOREIGN KEY(transaction_id) REFERENCES "transaction" (id) ON DELETE CASCADE, 
	CONSTRAINT uq_transaction_event_transaction_id_seq_no_kind_happened_at UNIQUE (transaction_id, seq_no, kind, happened_at)
);
INSERT INTO "transaction_event" VALUES(1,1,'kind 1 "ü\ 🔌','text 1 "ü\ 🔌',1767323045678902,1767323045678902,1099511627777,'payload 1 "ü\ 🔌');
INSERT INTO "transaction_event" VALUES(2,2,'kind 2 "ü\ 🔌','text 2 "ü\ 🔌',1767323045678903,1767323045678903,1099511627778,'payload 2 "ü\ 🔌');
INSERT INTO "transaction_event" VALUES(3,3,'kind 3 "ü\ 🔌','text 3 "ü\ 🔌',1767323045678904,1767323045678904,NULL,NULL);
CREATE TABLE user (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	password_hash TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_user PRIMARY KEY (id), 
	CONSTRAINT uq_user_name UNIQUE (name)
);
INSERT INTO "user" VALUES(1,'name 1 "ü\ 🔌','password_hash 1 "ü\ 🔌',1767323045678902);
INSERT INTO "user" VALUES(2,'name 2 "ü\ 🔌','password_hash 2 "ü\ 🔌',1767323045678903);
INSERT INTO "user" VALUES(3,'name 3 "ü\ 🔌','password_hash 3 "ü\ 🔌',1767323045678904);
CREATE TABLE variable (
	station_id BIGINT NOT NULL, 
	component TEXT NOT NULL, 
	component_instance TEXT DEFAULT '' NOT NULL, 
	evse BIGINT DEFAULT '0' NOT NULL, 
	connector BIGINT DEFAULT '0' NOT NULL, 
	variable TEXT NOT NULL, 
	variable_instance TEXT DEFAULT '' NOT NULL, 
	attribute TEXT DEFAULT 'Actual' NOT NULL, 
	value TEXT, 
	mutability TEXT, 
	characteristics TEXT, 
	reported_at BIGINT NOT NULL, 
	CONSTRAINT pk_variable PRIMARY KEY (station_id, component, component_instance, evse, connector, variable, variable_instance, attribute), 
	CONSTRAINT fk_variable_station_id FOREIGN KEY(station_id) REFERENCES station (id) ON DELETE CASCADE
);
INSERT INTO "variable" VALUES(1,'component 1 "ü\ 🔌','component_instance 1 "ü\ 🔌',1099511627777,1099511627777,'variable 1 "ü\ 🔌','variable_instance 1 "ü\ 🔌','attribute 1 "ü\ 🔌','value 1 "ü\ 🔌','mutability 1 "ü\ 🔌','characteristics 1 "ü\ 🔌',1767323045678902);
INSERT INTO "variable" VALUES(2,'component 2 "ü\ 🔌','component_instance 2 "ü\ 🔌',1099511627778,1099511627778,'variable 2 "ü\ 🔌','variable_instance 2 "ü\ 🔌','attribute 2 "ü\ 🔌','value 2 "ü\ 🔌','mutability 2 "ü\ 🔌','characteristics 2 "ü\ 🔌',1767323045678903);
INSERT INTO "variable" VALUES(3,'component 3 "ü\ 🔌','component_instance 3 "ü\ 🔌',1099511627779,1099511627779,'variable 3 "ü\ 🔌','variable_instance 3 "ü\ 🔌','attribute 3 "ü\ 🔌',NULL,NULL,NULL,1767323045678904);
CREATE TABLE violation (
	station_id BIGINT NOT NULL, 
	rule TEXT NOT NULL, 
	action TEXT NOT NULL, 
	count BIGINT NOT NULL, 
	first_at BIGINT NOT NULL, 
	last_at BIGINT NOT NULL, 
	example TEXT NOT NULL, 
	CONSTRAINT pk_violation PRIMARY KEY (station_id, rule, action), 
	CONSTRAINT fk_violation_station_id FOREIGN KEY(station_id) REFERENCES station (id) ON DELETE CASCADE
);
INSERT INTO "violation" VALUES(1,'rule 1 "ü\ 🔌','action 1 "ü\ 🔌',1099511627777,1767323045678902,1767323045678902,'example 1 "ü\ 🔌');
INSERT INTO "violation" VALUES(2,'rule 2 "ü\ 🔌','action 2 "ü\ 🔌',1099511627778,1767323045678903,1767323045678903,'example 2 "ü\ 🔌');
INSERT INTO "violation" VALUES(3,'rule 3 "ü\ 🔌','action 3 "ü\ 🔌',1099511627779,1767323045678904,1767323045678904,'example 3 "ü\ 🔌');
CREATE INDEX ix_event_at ON event (at);
CREATE INDEX ix_event_link ON event (station, at) WHERE name IN ('station.booted', 'station.connected', 'station.disconnected');
CREATE INDEX ix_knock_last_at_id ON knock (last_at, id);
CREATE INDEX ix_station_held ON station (id) WHERE admission = 'held';
CREATE INDEX ix_station_site_id ON station (site_id);
CREATE INDEX ix_decision_decided_at ON decision (decided_at);
CREATE INDEX ix_decision_id_token_key_decided_at ON decision (id_token_key, decided_at);
CREATE INDEX ix_decision_station_id_decided_at ON decision (station_id, decided_at);
CREATE INDEX ix_notification_station_id_received_at ON notification (station_id, received_at);
CREATE INDEX ix_status_report_station_id_reported_at ON status_report (station_id, reported_at);
CREATE INDEX ix_transaction_ended ON "transaction" (ended_at, started_at, station_id, energy_wh) WHERE ended_at IS NOT NULL;
CREATE INDEX ix_transaction_gaps ON "transaction" (station_id) WHERE event_count < last_seq_no - first_seq_no + 1 AND NOT is_open;
CREATE INDEX ix_transaction_id_token_key_started_at ON "transaction" (id_token_key, started_at);
CREATE INDEX ix_transaction_open ON "transaction" (station_id, is_open, evse) WHERE is_open = 1;
CREATE INDEX ix_transaction_open_token ON "transaction" (id_token_key, is_open) WHERE is_open = 1;
CREATE INDEX ix_transaction_started_at_id ON "transaction" (started_at, id);
CREATE INDEX ix_transaction_station_id_evse_started_at ON "transaction" (station_id, evse, started_at);
CREATE INDEX ix_transaction_station_id_started_at ON "transaction" (station_id, started_at);
CREATE INDEX ix_transaction_stopped ON "transaction" (station_id, stop_key) WHERE stop_key IS NOT NULL;
CREATE INDEX ix_command_pending ON command (id) WHERE outcome = 'pending';
CREATE INDEX ix_command_station_id_id ON command (station_id, id);
CREATE INDEX ix_command_transaction_id ON command (transaction_id);
CREATE INDEX ix_meter_value_transaction_id_sampled_at ON meter_value (transaction_id, sampled_at);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('event',3);
INSERT INTO "sqlite_sequence" VALUES('transaction',3);
INSERT INTO "sqlite_sequence" VALUES('command',3);
COMMIT;
